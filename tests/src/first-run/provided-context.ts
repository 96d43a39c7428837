declare module 'vitest' {
  /** What hub/src/testing/test-server.ts hands to the tests: the server that they all share. */
  export interface ProvidedContext {
    postgres: { host: string; port: number; user: string; database: string; ssl: false };
  }
}

export {};
