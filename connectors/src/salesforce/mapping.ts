/**
 * What the hub writes and reads in an org, by the names that salesforce-app gives. An org of its own making names others: settings
 * `objects` (`line` → `My_Line__c`) and `fields` (`line.status` → `My_Status__c`; an empty name leaves the field out).
 */
const defaults = {
  quote: {
    object: 'Quote',
    fields: {
      hubOrder: 'Hub_Order_Id__c',
      erpNumber: 'ERP_Order_Number__c',
      status: 'Hub_Status__c',
      problem: 'Hub_Problem__c',
      answer: 'Hub_Answer__c',
      request: 'Hub_Request_Id__c',
      updatedAt: 'Hub_Updated_At__c',
      purchaseOrder: 'Purchase_Order_Number__c',
      requestedDate: 'Requested_Delivery_Date__c',
      shipTo: 'Ship_To_Reference__c',
    },
  },
  order: {
    object: 'Order',
    fields: {
      hubOrder: 'Hub_Order_Id__c',
      erpNumber: 'ERP_Order_Number__c',
      status: 'Hub_Status__c',
      problem: 'Hub_Problem__c',
      answer: 'Hub_Answer__c',
      request: 'Hub_Request_Id__c',
      updatedAt: 'Hub_Updated_At__c',
      purchaseOrder: 'PoNumber',
      requestedDate: '',
      shipTo: '',
    },
  },
  account: {
    object: 'Account',
    fields: {
      number: 'AccountNumber',
      street: 'BillingStreet',
      city: 'BillingCity',
      region: 'BillingState',
      postalCode: 'BillingPostalCode',
      country: 'BillingCountry',
      phone: 'Phone',
      email: '',
      taxId: '',
      openBalance: 'Hub_Open_Balance__c',
      overdueBalance: 'Hub_Overdue_Balance__c',
      disputedBalance: 'Hub_Disputed_Balance__c',
      currency: 'Hub_Balance_Currency__c',
      updatedAt: 'Hub_Last_Status_At__c',
    },
  },
  contact: { object: 'Contact', fields: { number: '', email: 'Email', phone: 'Phone' } },
  product: { object: 'Product2', fields: { code: 'ProductCode' } },
  line: {
    object: 'Order_Line_Status__c',
    fields: {
      key: 'External_Id__c',
      version: 'Hub_Version__c',
      updatedAt: 'Hub_Updated_At__c',
      hubOrder: 'Hub_Order_Id__c',
      order: 'Order__c',
      quote: 'Quote__c',
      orderLine: 'Order_Product__c',
      quoteLine: 'Quote_Line__c',
      line: 'Line__c',
      schedule: 'Schedule__c',
      item: 'Item_Number__c',
      unit: 'Unit__c',
      status: 'Status__c',
      ordered: 'Ordered_Quantity__c',
      allocated: 'Allocated_Quantity__c',
      backordered: 'Backordered_Quantity__c',
      picked: 'Picked_Quantity__c',
      shipped: 'Shipped_Quantity__c',
      delivered: 'Delivered_Quantity__c',
      invoiced: 'Invoiced_Quantity__c',
      cancelled: 'Cancelled_Quantity__c',
      requestedDate: 'Requested_Date__c',
      promisedDate: 'Promised_Date__c',
      erpSystem: 'ERP_System__c',
      erpNumber: 'ERP_Order_Number__c',
    },
  },
  shipment: {
    object: 'Order_Shipment__c',
    fields: {
      key: 'External_Id__c',
      number: 'Name',
      version: 'Hub_Version__c',
      updatedAt: 'Hub_Updated_At__c',
      hubOrder: 'Hub_Order_Id__c',
      order: 'Order__c',
      quote: 'Quote__c',
      system: 'System__c',
      status: 'Status__c',
      warehouse: 'Warehouse__c',
      carrier: 'Carrier__c',
      trackingNumber: 'Tracking_Number__c',
      trackingNumbers: 'Tracking_Numbers__c',
      expectedDate: 'Expected_Date__c',
      shippedAt: 'Shipped_At__c',
      deliveredAt: 'Delivered_At__c',
    },
  },
  shipmentLine: {
    object: 'Order_Shipment_Line__c',
    fields: {
      key: 'External_Id__c',
      version: 'Hub_Version__c',
      updatedAt: 'Hub_Updated_At__c',
      hubOrder: 'Hub_Order_Id__c',
      shipment: 'Order_Shipment__c',
      lineStatus: 'Line_Status__c',
      line: 'Line__c',
      schedule: 'Schedule__c',
      item: 'Item_Number__c',
      unit: 'Unit__c',
      shipped: 'Shipped_Quantity__c',
      delivered: 'Delivered_Quantity__c',
    },
  },
  invoice: {
    object: 'Order_Invoice__c',
    fields: {
      key: 'External_Id__c',
      number: 'Name',
      version: 'Hub_Version__c',
      updatedAt: 'Hub_Updated_At__c',
      hubOrder: 'Hub_Order_Id__c',
      order: 'Order__c',
      quote: 'Quote__c',
      account: 'Account__c',
      system: 'System__c',
      kind: 'Kind__c',
      status: 'Status__c',
      currency: 'Currency_Code__c',
      total: 'Total_Amount__c',
      balance: 'Open_Balance__c',
      paid: 'Paid_Amount__c',
      dueDate: 'Due_Date__c',
      isDisputed: 'Is_Disputed__c',
      disputeReason: 'Dispute_Reason__c',
    },
  },
  exception: {
    object: 'Order_Exception__c',
    fields: {
      key: 'External_Id__c',
      version: 'Hub_Version__c',
      updatedAt: 'Hub_Updated_At__c',
      hubOrder: 'Hub_Order_Id__c',
      order: 'Order__c',
      quote: 'Quote__c',
      account: 'Account__c',
      case: 'Case__c',
      status: 'Status__c',
      class: 'Class__c',
      severity: 'Severity__c',
      ownerRole: 'Owner_Role__c',
      ownerTeam: 'Owner_Team__c',
      openedAt: 'Opened_At__c',
      dueAt: 'Due_At__c',
      closedAt: 'Closed_At__c',
      summary: 'Summary__c',
      remedy: 'Remedy__c',
      line: 'Line__c',
    },
  },
  case: { object: 'Case', fields: { key: 'Hub_Exception_Id__c' } },
} as const;

type Defaults = typeof defaults;

/** What is mapped. */
export type Thing = keyof Defaults;

/** The fields of a thing, ours. */
export type FieldOf<T extends Thing> = keyof Defaults[T]['fields'] & string;

/** An object of the org and its fields by our names; a field that is left out is undefined. */
export type MappedObject<T extends Thing> = { readonly object: string; readonly fields: { readonly [F in FieldOf<T>]: string | undefined } };

/** Everything that is mapped. */
export type Mapping = { readonly [T in Thing]: MappedObject<T> };

/** What an installation names differently, and its own labels for our status words. */
export type MappingSettings = {
  readonly objects: Readonly<Record<string, string>>;
  readonly fields: Readonly<Record<string, string>>;
  readonly statuses: Readonly<Record<string, string>>;
};

/** Fields without which nothing can be found again. */
const needed: ReadonlySet<string> = new Set([
  ...(['line', 'shipment', 'shipmentLine', 'invoice', 'exception'] as const).flatMap((thing) => [`${thing}.key`, `${thing}.version`]),
  'shipmentLine.shipment',
  'exception.hubOrder',
  'exception.status',
  'case.key',
]);

const apiName = /^[A-Za-z][A-Za-z0-9_]{0,79}$/;

/** The mapping of one org. Throws an Error that names what is not to be mapped, or no name. */
export function createMapping({ objects, fields }: Pick<MappingSettings, 'objects' | 'fields'>): Mapping {
  const left = new Set([...Object.keys(objects).map((name) => `objects.${name}`), ...Object.keys(fields).map((name) => `fields.${name}`)]);
  const named = (group: 'objects' | 'fields', key: string, usual: string): string => {
    left.delete(`${group}.${key}`);
    const name = (group === 'objects' ? objects : fields)[key] ?? usual;
    if (!apiName.test(name) && (name !== '' || group === 'objects')) throw new Error(`the setting "${group}" maps ${key} to "${name}", which is no API name.`);
    if (name === '' && needed.has(key)) throw new Error(`the setting "${group}" leaves out ${key}, without which no record can be found again.`);
    return name;
  };
  const mapped = Object.entries(defaults).map(([thing, { object, fields: usual }]) => [
    thing,
    {
      object: named('objects', thing, object),
      fields: Object.fromEntries(Object.entries(usual).map(([field, name]) => [field, named('fields', `${thing}.${field}`, name) || undefined])),
    },
  ]);
  if (left.size > 0) throw new Error(`the settings map ${[...left].join(', ')}, which the hub does not know.`);
  return Object.fromEntries(mapped) as Mapping; // built from `defaults`, thing by thing and field by field
}

/** The name under which a lookup is written by its parent's external id: `Order__c` → `Order__r`, `AccountId` → `Account`. */
export const relationshipOf = (field: string): string => (field.endsWith('__c') ? field.replace(/__c$/, '__r') : field.replace(/Id$/, ''));
