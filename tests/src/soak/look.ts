import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { StoryDatabase } from '../stories/database.ts';
import { StoryBroken } from '../stories/telling.ts';

/** How far the hub is with what comes from the org. `unshown`: states that the org has not got yet and has not refused either, as it does where a quote was deleted. `replay`: of the last event whose message it holds; undefined while it queries records instead. */
export type Standing = { readonly replay: number | undefined; readonly pending: number; readonly unsettled: number; readonly unshown: number };

/** Looks into the hub's own database, where no API shows as much. */
export type Look = {
  readonly standing: () => Promise<Standing>;
  readonly isFollowing: () => Promise<boolean>;
  /** From now on the database notes each place up to which the hub commits what came. */
  readonly notePages: () => Promise<void>;
  /** Replay ids that ended a page, in order. */
  readonly pageEnds: () => Promise<readonly number[]>;
  /** Ids of all messages that came from the org, and how many ended how. */
  readonly messages: () => Promise<{ readonly ids: ReadonlySet<string>; readonly byStatus: Readonly<Record<string, number>> }>;
  /** Why messages were refused or could not be read, with how many each. */
  readonly complaints: () => Promise<readonly string[]>;
  readonly orders: () => Promise<number>;
  /** Documents that the hub has made in the ERP, by its own account. A line that is added later has one of its own. */
  readonly documents: () => Promise<number>;
  readonly close: () => Promise<void>;
};

const topic = '/data/Crossdock__chn';
const complaintsMax = 20;

/** Opens it. */
export function openLook({ connection }: Pick<StoryDatabase, 'connection'>): Look {
  const pool = new pg.Pool({ ...connection, max: 1 });
  const one = async <T extends pg.QueryResultRow>(text: string): Promise<T | undefined> => (await pool.query<T>(text)).rows[0];
  const cursor = async () => (await one<{ cursor: string | null }>("select cursor from duties where name = 'poll:crm'"))?.cursor ?? undefined;
  return {
    isFollowing: async () => (await cursor()) !== undefined,
    notePages: async () => {
      await pool.query(noting);
    },
    pageEnds: async () => {
      const { rows } = await pool.query<{ cursor: string }>('select cursor from soak_pages');
      return [...new Set(rows.flatMap(({ cursor: text }) => replayIn(text) ?? []))].sort((a, b) => a - b);
    },
    standing: async () => {
      const replay = replayIn(await cursor()); // before the messages are counted that came with it
      const counted = await one<Omit<Standing, 'replay'>>(
        `select (select count(*)::int from inbox where status = 'pending') as pending,
                (select count(*)::int from effects where status in ('ready', 'claimed', 'doubt')) as unsettled,
                (select count(*)::int from showings where shown < wanted and last_error is null) as unshown`,
      );
      if (counted === undefined) throw new StoryBroken('The database does not count.');
      return { ...counted, replay };
    },
    messages: async () => {
      const { rows } = await pool.query<{ message_id: string; status: string }>("select message_id, status from inbox where source = 'crm'");
      const byStatus = Object.fromEntries([...Map.groupBy(rows, ({ status }) => status)].map(([status, some]) => [status, some.length] as const));
      return { ids: new Set(rows.map(({ message_id: id }) => id)), byStatus };
    },
    complaints: async () => {
      const { rows } = await pool.query<{ status: string; detail: string; n: number }>(
        `select status, left(coalesce(detail, ''), 160) as detail, count(*)::int as n from inbox
         where source = 'crm' and status in ('refused', 'unreadable', 'parked') group by 1, 2 order by n desc limit ${complaintsMax}`,
      );
      return rows.map(({ status, detail, n }) => `${n} ${status}: ${detail}`);
    },
    orders: async () => (await one<{ n: number }>("select count(*)::int as n from subjects where kind = 'order'"))?.n ?? 0,
    documents: async () => (await one<{ n: number }>("select count(distinct value)::int as n from refs where system = 'erp' and kind = 'document'"))?.n ?? 0,
    close: () => pool.end(),
  };
}

/** A page's messages and its cursor commit together, so what the trigger notes is what the hub holds. */
const noting = `
  create table soak_pages (cursor text not null);
  create function soak_note_page() returns trigger language plpgsql as $$ begin insert into soak_pages values (new.cursor); return new; end $$;
  create trigger soak_note_page after update of cursor on duties
    for each row when (new.name = 'poll:crm' and new.cursor is distinct from old.cursor) execute function soak_note_page();
  insert into soak_pages select cursor from duties where name = 'poll:crm' and cursor is not null`;

type Topics = Readonly<Record<string, { readonly replay?: string; readonly walk?: object }>>;

/** Replay ids are opaque to the hub; those of the stand-in are numbers. */
export const replayOf = (base64: string): number => Number(Buffer.from(base64, 'base64').readBigUInt64BE());

function replayIn(cursor: string | undefined): number | undefined {
  const { topics } = JSON.parse(cursor ?? '{"topics":{}}') as { readonly topics: Topics }; // the connector's own shape
  const { replay, walk } = topics[topic] ?? {};
  return replay === undefined || walk !== undefined ? undefined : replayOf(replay);
}

const lookEveryMs = 200;

/** Waits until there is something; rejects when nothing changes for so long. `mark`: what must change for the waiting to go on. */
export async function untilSteady<T>(
  what: string,
  idleMsMax: number,
  look: () => Promise<{ readonly found: T | undefined; readonly mark: string }>,
): Promise<T> {
  let [last, changedAtMs] = ['', performance.now()];
  for (;;) {
    const { found, mark } = await look();
    if (found !== undefined) return found;
    if (mark !== last) [last, changedAtMs] = [mark, performance.now()];
    if (performance.now() - changedAtMs > idleMsMax) throw new StoryBroken(`Not ${what}, and nothing has moved for ${idleMsMax} ms: ${mark}.`);
    await sleep(lookEveryMs);
  }
}
