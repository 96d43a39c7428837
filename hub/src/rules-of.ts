import type { Landscape } from '@crossdock/connector-kit';
import type { Rules } from './orders/index.ts';
import { dayIn, workingTime } from './platform/index.ts';

/** The landscape's policy as decisions use it. */
export function rulesOf({ policy, calendar }: Landscape): Rules {
  const { priceTolerancePercent, shortStock, duplicatePo, answerValidMinutes, holdRecheckMinutes, deadlineMinutes, assumedDeliveredDays, erpChanges } = policy;
  return {
    priceTolerancePercent,
    shortStock,
    duplicatePo,
    answerValidMinutes,
    holdRecheckMinutes,
    deadlineMinutes,
    assumedDeliveredDays,
    erpChanges,
    dayOf: dayIn(calendar.timeZone),
    afterWorkingMinutes: workingTime(calendar),
  };
}
