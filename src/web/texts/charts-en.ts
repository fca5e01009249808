/** English: pictures of figures, the overview. */
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
      ? 'No incident in this period.'
      : `${incidents(all)} in this period: ${sums}. Each counts once, by the kind found first.`,

  calendarTitle: 'A year of alarms',
  calendarDescription: (alarms, days, missing) =>
    `${incidents(alarms)} on ${days} ${days === 1 ? 'day' : 'days'} of the last 53 weeks${missing > 0 ? `; ${missing} ${missing === 1 ? 'day has' : 'days have'} no data` : ''}. A column is a week, a cell is a day.`,
  calendarAlarms: 'Incidents opened',
  calendarNone: 'No incident',
  calendarSome: (count) => (count === '1' ? '1 incident' : `${count} incidents`),
  calendarMany: (least) => `${least} incidents or more`,
  calendarDay: (day, count) => `${day}: ${count === 0 ? 'no incident' : incidents(count)}`,
  weekdayMonday: 'Mon',
  weekdayWednesday: 'Wed',
  weekdayFriday: 'Fri',

  timesTitle: 'Time to acknowledge and to recover',
  timesNone: 'There was no incident in this period.',
  timesHow:
    'Of incidents opened in this period, without false alarms. Acknowledged: from opening to the first acknowledgement. Recovered: from opening to the end, of resolved incidents only. Median: half of the incidents took no longer; p90: 90 % of them took no longer. The scale is logarithmic, from one minute to 30 days.',
  timeToAcknowledge: 'Acknowledged (median · p90)',
  timeToRecover: 'Recovered (median · p90)',
  timesOf: (count, all) => `${count} of ${incidents(all)}`,
  timesNotYet: 'no incident yet',
  timesMore: (count) => `and ${count} more ${count === 1 ? 'agency' : 'agencies'}`,

  portalsTitle: 'Coverage and availability by portal',
  portalsByHour: 'A cell of the coverage is an hour.',
  portalsByDay: 'A cell of the coverage is a day.',
  coverage: 'Coverage',
  coverageTotal: 'Covered',
  coverFull: 'Every look made',
  coverMost: 'Less than 10 % missed',
  coverSome: '10 % or more missed',
  coverMissing: 'No looks (also while paused)',
  availability: 'Availability',
  availabilityTotal: 'Available',
  availabilityBar: (up, away, unseen) => `Reachable ${up} of the time, unreachable ${away}, no data ${unseen}`,
  availabilityHow:
    'Coverage: looks made of looks due. Availability: looks that received the page of all looks; without looks that were blocked, and without times when the monitor itself was offline.',
  portalMonth: (covered, available) => `Last 30 days: coverage ${covered}, availability ${available}.`,
  shareAway: 'Unreachable',

  responseTitle: 'Response time',
  responseHalf: 'Half of the looks (p50)',
  responseMost: '90 % of the looks (p90)',
  responseMissing: 'The page was not received',
  responseNone: 'The page was not received in this time.',
  timelineEarlier: 'Earlier',
  timelineLater: 'Later',
  timelineMove: 'Other times',
};
