import { randomBytes } from 'node:crypto';
import { OrgError } from '../org/index.ts';
import { isOver, type Job, type JobState } from './job.ts';

/** The jobs of both kinds, newest last. */
export type Jobs = {
  readonly add: (job: Job) => void;
  /** Throws NOT_FOUND. */
  readonly get: <K extends Job['kind']>(kind: K, id: string) => Extract<Job, { kind: K }>;
  /** Changes a job and its time of change; nothing happens when it was deleted. */
  readonly change: <K extends Job['kind']>(kind: K, id: string, change: Partial<Extract<Job, { kind: K }>>) => void;
  readonly remove: (id: string) => void;
  readonly clear: () => void;
  /** Undefined when there is no such job (any more). */
  readonly stateOf: (id: string) => JobState | undefined;
  readonly list: (kind: Job['kind']) => readonly Job[];
};

/** Jobs that are kept; the oldest finished ones are forgotten first. */
const jobsMax = 1000;

/** Jobs in memory: a platform that restarts has forgotten them. */
export function openJobs(now: () => Date): Jobs {
  const jobs = new Map<string, Job>();
  const find = (kind: Job['kind'], id: string): Job | undefined => {
    const job = jobs.get(keyOf(id));
    return job?.kind === kind ? job : undefined;
  };
  return {
    add: (job) => {
      jobs.set(keyOf(job.id), job);
      const finished = [...jobs.values()].filter(isOver);
      for (const { id } of finished.slice(0, Math.max(0, jobs.size - jobsMax))) jobs.delete(keyOf(id));
    },
    get: (kind, id) => {
      const job = find(kind, id);
      if (job === undefined) throw new OrgError('NOT_FOUND', 'The requested resource does not exist', { status: 404 });
      return job as Extract<Job, { kind: typeof kind }>; // `find` compared the kind
    },
    change: (kind, id, change) => {
      const job = find(kind, id);
      if (job !== undefined) jobs.set(keyOf(id), { ...job, ...change, systemModstamp: timeText(now()) } as Job); // the kind stays
    },
    remove: (id) => {
      jobs.delete(keyOf(id));
    },
    clear: () => jobs.clear(),
    stateOf: (id) => jobs.get(keyOf(id))?.state,
    list: (kind) => [...jobs.values()].filter((job) => job.kind === kind),
  };
}

/** Ids of 15 and 18 characters name the same. */
const keyOf = (id: string): string => id.slice(0, 15);

/** A new job's id. */
export const newJobId = (): string => `750${randomBytes(6).toString('hex')}AAA`;

/** A time as the REST API writes it. */
export const timeText = (time: Date): string => time.toISOString().replace('Z', '+0000');
