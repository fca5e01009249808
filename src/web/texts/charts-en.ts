/** English: charts and the overview. */
import type { chartsVi } from './charts-vi.ts';
import type { TextsLike } from './keys.ts';

const incidents = (count: number) => `${count} ${count === 1 ? 'incident' : 'incidents'}`;

export const chartsEn: TextsLike<typeof chartsVi> = {
  columnLast: 'Last',
  columnNext: 'Next',
  nextNow: 'about now',
  nextIn: (span) => `in ${span}`,
  findingsRest: (count) => `${count} more ${count === 1 ? 'finding or remark' : 'findings and remarks'}`,
  subjectContent: 'Content',
  subjectPicture: 'Picture',
  subjectCode: 'Links and scripts',
  subjectRoute: 'Response and related pages',
  subjectNames: 'Domain and certificate',
  subjectOther: 'Other',
  responseCompare: 'The server’s response before and after',
  navOverview: 'Overview',
  overviewTitle: 'Overview',
  overviewSpan: (from, to) => `From ${from} to ${to}.`,
  overviewShow: 'Show',
  periodChoice: 'Period',
  periodQuarter: 'Quarter (13 weeks)',
  periodYear: '12 months',

  figureNone: 'none yet',
  figureIncidents: 'Incidents in the period',
  figureLive: 'Still open',
  figureFalse: 'False alarms (not counted)',
  figureAcknowledge: 'Acknowledged (median)',
  figureRecover: 'Recovered (median)',

  chartOf: (title) => `Chart: ${title}`,
  chartFigures: 'Figures',
  chartFiguresOf: (title) => `Figures: ${title}`,
  chartFrom: 'From',
  chartTotal: 'Total',
  chartMissing: 'No data',

  barsTitle: 'Incidents by kind',
  barsDescription: (all, sums) =>
    all === 0
      ? 'No incidents in this period.'
      : `${incidents(all)} in this period: ${sums}. Each counts once, by the kind found first.`,

  calendarTitle: 'A year of alarms',
  calendarDescription: (alarms, days, missing) =>
    `${incidents(alarms)} on ${days} ${days === 1 ? 'day' : 'days'} of the last 53 weeks${missing > 0 ? `; ${missing} ${missing === 1 ? 'day has' : 'days have'} no data` : ''}. Each column is a week, each cell a day.`,
  calendarAlarms: 'Incidents opened',
  calendarNone: 'No incidents',
  calendarSome: (count) => (count === '1' ? '1 incident' : `${count} incidents`),
  calendarMany: (least) => `${least} incidents or more`,
  calendarDay: (day, count) => `${day}: ${count === 0 ? 'no incidents' : incidents(count)}`,
  weekdayMonday: 'Mon',
  weekdayWednesday: 'Wed',
  weekdayFriday: 'Fri',

  timesTitle: 'Time to acknowledge and recover',
  timesNone: 'There were no incidents in this period.',
  timesHow:
    'Incidents opened in this period, excluding false alarms. Acknowledged: from opening to the first acknowledgement. Recovered: from opening to the end, resolved incidents only. Median: half took no longer; p90: 90 % took no longer. The scale is logarithmic, from one minute to 30 days.',
  timeToAcknowledge: 'Acknowledged (median · p90)',
  timeToRecover: 'Recovered (median · p90)',
  timesOf: (count, all) => `${count} of ${incidents(all)}`,
  timesNotYet: 'no figures yet',
  timesMore: (count) => `and ${count} more ${count === 1 ? 'agency' : 'agencies'}`,

  portalsTitle: 'Coverage and availability by portal',
  portalsByHour: 'Each coverage cell is one hour.',
  portalsByDay: 'Each coverage cell is one day.',
  coverage: 'Coverage',
  coverageTotal: 'Covered',
  coverFull: 'No checks missed',
  coverMost: 'Less than 10 % missed',
  coverSome: '10 % or more missed',
  coverMissing: 'No checks (paused included)',
  availability: 'Availability',
  availabilityTotal: 'Available',
  availabilityBar: (up, away, unseen) => `Reachable ${up} of the time, unreachable ${away}, no data ${unseen}`,
  availabilityHow:
    'Coverage: checks made out of checks due. Availability: checks that received the page out of all checks, excluding blocked ones and times when the monitor was offline.',
  portalMonth: (covered, available) => `Last 30 days: coverage ${covered}, availability ${available}.`,
  shareAway: 'Unreachable',

  responseTitle: 'Response time',
  responseHalf: 'Half of the checks (p50)',
  responseMost: '90 % of the checks (p90)',
  responseMissing: 'The page was not received',
  responseNone: 'The page was not received in this period.',
  timelineEarlier: 'Earlier',
  timelineLater: 'Later',
  timelineMove: 'Other periods',
};
