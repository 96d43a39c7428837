/**
 * The import law in one table: a module may import itself, the modules named here (through their door) and npm packages;
 * nothing else. tools/law.mjs enforces it, ARCHITECTURE.md draws it.
 */
const packages = ['packages/canonical', 'packages/connector-kit'];

export const modules = {
  'packages/canonical': [],
  'packages/connector-kit': ['packages/canonical'],
  'packages/client': [],
  connectors: packages,
  landscape: packages,
  simulators: [],
  'hub/src/platform': [],
  'hub/src/orders': ['packages/canonical'],
  'hub/src/flows': ['packages/canonical', 'hub/src/orders'],
  'hub/src/systems': [...packages, 'hub/src/platform', 'hub/src/orders'],
  'hub/src/reference': ['packages/canonical', 'hub/src/platform', 'hub/src/orders', 'hub/src/systems'],
  'hub/src/events': [...packages, 'hub/src/platform', 'hub/src/orders'],
  'hub/src/exceptions': [...packages, 'hub/src/platform', 'hub/src/orders'],
  'hub/src/engine': [
    ...packages,
    'hub/src/platform',
    'hub/src/orders',
    'hub/src/flows',
    'hub/src/systems',
    'hub/src/events',
    'hub/src/exceptions',
    'hub/src/reference',
  ],
  'hub/src/intake': [...packages, 'hub/src/platform', 'hub/src/orders', 'hub/src/engine'],
  'hub/src/promise': [...packages, 'hub/src/platform', 'hub/src/orders', 'hub/src/systems', 'hub/src/intake'],
  'hub/src/insight': [
    ...packages,
    'hub/src/platform',
    'hub/src/orders',
    'hub/src/flows',
    'hub/src/systems',
    'hub/src/events',
    'hub/src/exceptions',
    'hub/src/reference',
  ],
  'hub/src/api': [
    ...packages,
    'hub/src/platform',
    'hub/src/intake',
    'hub/src/promise',
    'hub/src/insight',
    'hub/src/exceptions',
    'hub/src/systems',
    'hub/src/events',
    'hub/src/engine',
    'hub/src/reference',
  ],
  'hub/src/cli': [...packages, 'packages/client', 'hub/src/engine', 'hub/src/insight', 'hub/src/platform'],
  'hub/src/testing': ['hub/src/platform'],
};
