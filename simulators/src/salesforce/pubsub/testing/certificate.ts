import { generate } from 'selfsigned';

/** A key and a certificate of its own for 127.0.0.1, in PEM. */
export async function ownCertificate(): Promise<{ readonly key: string; readonly cert: string }> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }], { algorithm: 'sha256' });
  return { key, cert };
}
