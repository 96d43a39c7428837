export { needsOfSlot } from './needs-of-slot.ts';
