import { Metadata, status } from '@grpc/grpc-js';

/** Why a call is refused: the gRPC status, and the platform's own error code without its common beginning. */
export class Refusal extends Error {
  readonly code: status;
  readonly errorCode: string;

  constructor(code: status, errorCode: string, message: string) {
    super(message);
    this.name = 'Refusal';
    this.code = code;
    this.errorCode = `sfdc.platform.eventbus.grpc.${errorCode}`;
  }
}

/** A refusal as gRPC sends it: the RPC id stands in the text and in the trailers, the error code in the trailers alone. */
export type SentRefusal = { readonly code: status; readonly details: string; readonly metadata: Metadata };

/** Words a failure for the wire (https://developer.salesforce.com/docs/platform/pub-sub-api/guide/handling-errors.html). */
export function sentRefusal(error: unknown, rpcId: string): SentRefusal {
  const { code, errorCode, message } =
    error instanceof Refusal ? error : new Refusal(status.INTERNAL, 'service.internal.error', error instanceof Error ? error.message : String(error));
  const metadata = new Metadata();
  metadata.set('error-code', errorCode);
  metadata.set('rpc-id', rpcId);
  return { code, details: `${message} rpcId: ${rpcId}`, metadata };
}
