import type { SalesforceFaultName } from '@crossdock/simulators';
import { faultsToPlay, type OrgFault, orgFaults } from './salesforce-faults.ts';
import { type MadeQuote, type SalesforceHouse, usageOf } from './salesforce-house.ts';
import { codeOf } from './salesforce-outcome.ts';
import { must, mustBe, mustHold, type Tell } from './telling.ts';
import { until } from './until.ts';
import type { World } from './world.ts';

/** Under these the hub is killed as well, where it can be: one of the event bus, with an event read and not committed, and one of the records, with a write in doubt. */
const killsUnder: ReadonlySet<SalesforceFaultName> = new Set(['bus.gapNext', 'dropAfterCommit']);
/** From this part of the org's calls on only orders call it. */
const nearPercent = 96;

/** One fault after the other; a quote for each, accepted while it is in force. */
export async function strikeAll(world: World, quotes: readonly MadeQuote[], tell: Tell): Promise<void> {
  tell.scene('Salesforce has troubles, one after the other');
  const names = faultsToPlay();
  mustBe('quotes for faults', quotes.length, names.length);
  for (const [n, name] of names.entries()) {
    const quote = must(quotes[n], 'quote');
    const struck: Struck = { world, house: must(world.salesforce, 'Salesforce'), name, quote };
    const fault = orgFaults[name];
    if (fault === 'limit') await reachLimit(struck);
    else await strike(struck, fault);
    const beside = world.killHub && killsUnder.has(name) ? ', and the hub was killed under it' : '';
    tell.say(`${n + 1} of ${names.length}: ${name} has struck, and is over${beside}.`);
  }
  const isTold = async () => (await world.customer.exceptions()).some(({ summary }) => summary.includes('does not have the events')) || undefined;
  await until('somebody told of the events that expired', isTold);
}

type Struck = { readonly world: World; readonly house: SalesforceHouse; readonly name: SalesforceFaultName; readonly quote: MadeQuote };

async function strike({ world, house, name, quote }: Struck, { faults, when, seenBy }: Exclude<OrgFault, 'limit'>): Promise<void> {
  const { stand, acceptAtDesk } = house;
  await until('the lane to Salesforce open for calls', async () => !(await isShut(world)) || undefined);
  const before = { fired: stand.fired()[name] ?? 0, complaints: world.complaints().length };
  if (when === 'before') await stand.setFaults(faults(quote));
  await acceptAtDesk(quote.id);
  if (when === 'behind') await stand.setFaults(faults(quote));
  if (killsUnder.has(name)) await world.killHub?.();
  await until(`${name} having struck`, async () => {
    if (seenBy === 'counter') return (stand.fired()[name] ?? 0) > before.fired || undefined;
    if (seenBy === 'hub') return world.complaints().length > before.complaints || (await isShut(world)) || undefined;
    if (seenBy === 'nobody') return codeOf(world, quote);
    return (await world.customer.exceptions({ open: true })).some(({ summary }) => summary.includes(seenBy.person)) || undefined;
  });
  await stand.clearFaults();
}

/** Whether no call goes to Salesforce for the moment: the breaker is open, or the org has asked for a pause. */
async function isShut({ hub }: World): Promise<boolean> {
  const { rows } = await hub.database.pool.query("select 1 from lanes where system = 'crm' and (half_open or open_until > clock_timestamp())");
  return rows.length > 0;
}

/**
 * The org's calls of 24 hours are used up: nothing comes. Then some are free again, but few: sales are taken, and their records wait. In the end
 * the org has room as before.
 */
async function reachLimit({ world, house, quote }: Struck): Promise<void> {
  const { stand, acceptAtDesk } = house;
  await until('the lane to Salesforce open for calls', async () => !(await isShut(world)) || undefined);
  const { used, max } = usageOf(stand);
  const near = Math.floor((max * nearPercent) / 100);
  await stand.setFaults({ salesforce: { apiUsage: max } });
  await acceptAtDesk(quote.id);
  const isRefused = async () => world.complaints().some((line) => line.includes('TotalRequests')) || (await isShut(world)) || undefined;
  await until('the hub refused for the calls of 24 hours', isRefused);
  await stand.setFaults({ salesforce: { apiUsage: near } });
  const code = await until('an order although few calls are left', async () => {
    // Who has got more calls says so to the hub: the org has asked for a longer pause.
    if (await isShut(world)) await world.customer.setPaused('crm', false, 'the org has calls again');
    return (await world.customer.find(quote.id)).length > 0 ? codeOf(world, quote) : undefined;
  });
  await until('its document', async () => (await world.erp.ordersOf(code)).length > 0 || undefined);
  mustHold('its record waits while only orders may call', !stand.org.read('Quote', quote.id)?.['Hub_Status__c']);
  await stand.setFaults({ salesforce: { apiUsage: used + usageOf(stand).used - near } });
  await stand.clearFaults();
}
