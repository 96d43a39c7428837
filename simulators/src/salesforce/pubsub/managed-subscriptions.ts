/** A ManagedEventSubscription as the Tooling API has it: the bus remembers how far its subscriber got. */
export type ManagedSubscription = {
  /** 18 characters, beginning with 18x. */
  readonly id: string;
  readonly developerName: string;
  readonly topicName: string;
  readonly state: 'RUN' | 'STOP';
  /** Where a subscriber starts that has committed nothing. */
  readonly defaultReplay: 'LATEST' | 'EARLIEST';
  /** Where one starts whose last commit is expired. */
  readonly errorRecoveryReplay: 'LATEST' | 'EARLIEST';
};
