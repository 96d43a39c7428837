/** A sale that is no order in our words; `field` is Salesforce's own name. */
export class Unreadable extends Error {
  readonly field: string;

  constructor(field: string, why: string) {
    super(`${field} ${why}`);
    this.field = field;
  }
}
