import type { Connector } from '@crossdock/connector-kit';
import { answerBytesMax } from './call-out.ts';
import type { CarryDeps } from './carry-out.ts';
import type { RegisteredSystem } from './registry.ts';

type Deps = Pick<CarryDeps, 'transport' | 'clock'>;

/** The cheap read that proves connection and credentials; `why` is who wants to know. The caller has a slot for it. */
export function callHealth(system: RegisteredSystem, why: string, callMsMax: number, { transport, clock }: Deps): ReturnType<Connector['health']> {
  const correlation = `${why}/${system.id}`;
  const startMs = clock.monotonicMs();
  const sendUntil = { wallMs: clock.wallMs() + callMsMax, monotonicMs: startMs + callMsMax };
  const http = transport.forCall({ correlation, deadlineAt: startMs + callMsMax, sendUntil, bodyBytesMax: answerBytesMax });
  return system.connector.health({ http, correlation, now: clock.now });
}
