import type { Calendar } from '@crossdock/connector-kit';
import { expect, it } from 'vitest';
import { leavingDaysOf } from './promise-dates.ts';

const office: Calendar = { timeZone: 'America/New_York', weekdays: [1, 2, 3, 4, 5], from: '08:00', to: '18:00', holidays: ['2026-11-26'] };
const saturdays: Calendar = { ...office, timeZone: 'Asia/Tokyo', weekdays: [6], holidays: [] };
const days = leavingDaysOf({
  calendar: office,
  warehouses: [
    { id: 'EDC', calendar: office, handlingMinutes: 600 },
    { id: 'TYO', calendar: saturdays, handlingMinutes: 60 },
    { id: 'SHUT', calendar: { ...office, weekdays: [] }, handlingMinutes: 0 },
  ],
});
const wednesdayNoon = new Date('2026-11-25T17:00:00Z');

it('is the warehouse’s own day after its handling time, holidays left out', () => {
  expect(days('EDC', 0, wednesdayNoon)).toEqual({ date: '2026-11-27', calendar: 'warehouse' });
});

it('is the installation’s next working day where nothing is known of the warehouse', () => {
  expect(days('WDC', 0, wednesdayNoon)).toEqual({ date: '2026-11-25', calendar: 'installation' });
  expect(days('WDC', 0, new Date('2026-11-25T23:30:00Z'))).toEqual({ date: '2026-11-27', calendar: 'installation' });
});

it('is counted from the day on which more comes, in the warehouse’s time zone', () => {
  expect(days('WDC', 3, wednesdayNoon)).toEqual({ date: '2026-11-30', calendar: 'installation' });
  expect(days('TYO', 0, wednesdayNoon)).toEqual({ date: '2026-11-28', calendar: 'warehouse' });
});

it('is no day where the warehouse never opens', () => {
  expect(days('SHUT', 0, wednesdayNoon)).toBeUndefined();
});
