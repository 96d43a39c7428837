import type { Call } from '../http.ts';
import type { SpoiledAnswer } from './scene.ts';

/** The same call, with every successful answer altered on its way in. */
export function spoil(call: Call, { alter }: SpoiledAnswer): Call {
  return {
    ...call,
    http: async (request) => {
      const result = await call.http(request);
      return result.kind === 'answered' && result.status < 300 ? { ...result, body: alter(result.body) } : result;
    },
  };
}
