/** Replay ids are opaque bytes to clients; here they are eight, of a number below 2^53. */
export function replayBytes(replay: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(replay));
  return bytes;
}

/** The number of a replay id; undefined when the bytes are none that this bus ever gave. */
export function replayNumber(bytes: Buffer): number | undefined {
  if (bytes.length !== 8) return undefined;
  const replay = bytes.readBigUInt64BE();
  return replay <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(replay) : undefined;
}
