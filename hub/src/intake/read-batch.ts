/** Longest row of a batch, in bytes; most rows of one batch. */
export const batchLimits = { rowBytesMax: 2_097_152, rowsMax: 100_000 } as const;

/** A row of newline-delimited JSON, numbered from 1. Too long: the beginning is kept for the record. */
export type BatchRow = { readonly row: number; readonly bytes: Buffer; readonly isTooLong: boolean };

const newline = 0x0a;
const keptBytesMax = 65_536;

/** Cuts a stream into rows as it comes, holding one row at a time; blank lines are passed over but counted. */
export async function* readBatch(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<BatchRow> {
  let parts: Uint8Array[] = [];
  let bytes = 0;
  let row = 1;
  const end = (): BatchRow | undefined => {
    const whole = Buffer.concat(parts);
    const result = { row, bytes: whole, isTooLong: bytes > batchLimits.rowBytesMax };
    row += 1;
    parts = [];
    bytes = 0;
    return isBlank(whole) ? undefined : result;
  };
  const take = (part: Uint8Array): void => {
    bytes += part.length;
    if (bytes <= batchLimits.rowBytesMax) parts.push(part);
    else parts = [Buffer.concat([...parts, part]).subarray(0, keptBytesMax)];
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, from)) {
      take(chunk.subarray(from, at));
      from = at + 1;
      const done = end();
      if (done) yield done;
    }
    if (from < chunk.length) take(chunk.subarray(from));
  }
  const last = bytes > 0 ? end() : undefined;
  if (last) yield last;
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x0d || byte === 0x09);
}
