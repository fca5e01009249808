/** A period's figures as a report in one language, in the order of an official one. */
import { momentOf } from '../duty/days.ts';
import { dayWords, plainText, zoneWords } from '../text.ts';
import { cellText, countText, type Language, type ReportDocument, type Section, share } from './document.ts';
import { agencySection, endingSection, noteAppendix, suspectSection } from './further-sections.ts';
import { incidentAppendix, incidentSection } from './incident-section.ts';
import { attackCount, highlightsOf, leadText, overviewSection } from './overview-section.ts';
import { portalAppendix, watchingSection } from './watching-section.ts';
import { type ReportFacts, sayIn, type Writing } from './writing.ts';

export function composeReport(facts: ReportFacts, language: Language): ReportDocument {
  const say = sayIn(language);
  const { timeZone, span, madeAt } = facts;
  const writing: Writing = {
    facts,
    language,
    say,
    words: (words) => words[language],
    cell: (cell) => cellText(cell, { language, timeZone }),
  };
  const isSeveral = facts.figures.agencies.length > 1;
  const sections = [
    overviewSection(writing),
    incidentSection(writing),
    watchingSection(writing),
    suspectSection(writing),
    endingSection(writing),
    ...(isSeveral ? [agencySection(writing)] : []),
    ...(facts.figures.incidents.length > 0 ? [incidentAppendix(writing)] : []),
    portalAppendix(writing),
    noteAppendix(writing),
  ];
  return {
    language,
    timeZone,
    office: facts.office,
    title: say(
      `Kết quả giám sát cổng, trang thông tin điện tử ${span.name.vi}`,
      `Monitoring of public portals in ${span.name.en}`,
    ),
    subtitle: [
      scopeText(writing),
      say(
        `Số liệu từ ngày ${dayWords(span.from, timeZone).vi} đến hết ngày ${dayWords(span.to - 1, timeZone).vi} (${zoneWords(timeZone).vi})`,
        `From ${dayWords(span.from, timeZone).en} to the end of ${dayWords(span.to - 1, timeZone).en} (${zoneWords(timeZone).en})`,
      ),
      ...dueText(writing),
    ],
    madeAt,
    lead: leadText(writing),
    incidents: attackCount(facts.figures),
    looks: facts.figures.looks,
    coverage: share(facts.figures.coverage),
    highlights: highlightsOf(writing),
    sections: numbered(sections, language),
  };
}

const roman = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII'] as const;

function numbered(sections: readonly Section[], language: Language): Section[] {
  const isVi = language === 'vi';
  const main = sections.filter(({ isAppendix }) => !isAppendix);
  const appendices = sections.filter(({ isAppendix }) => isAppendix);
  return [
    ...main.map((section, index) => ({ ...section, title: `${roman[index]}. ${section.title}` })),
    ...appendices.map((section, index) => ({
      ...section,
      title: `${isVi ? 'Phụ lục' : 'Appendix'} ${roman[index]}. ${section.title}`,
    })),
  ];
}

/** An agency's own summary is no report to anybody else. */
function dueText({ facts: { dueDay, scope, timeZone }, say }: Writing): string[] {
  if (dueDay === null || scope.agency !== null) return [];
  const day = dayWords(momentOf(dueDay, 0, timeZone), timeZone);
  return [say(`Nộp trước ngày ${day.vi}`, `Due before ${day.en}`)];
}

function scopeText({ facts: { scope, figures }, say, language }: Writing): string {
  const portals = countText(figures.portals, language);
  if (scope.agency !== null) {
    const name = plainText(scope.agency, 200);
    return say(`Cơ quan: ${name} (${portals} cổng)`, `Agency: ${name} (${portals} portals)`);
  }
  if (scope.tag !== null) {
    const name = plainText(scope.tag, 100);
    return say(`Nhóm: ${name} (${portals} cổng)`, `Group: ${name} (${portals} portals)`);
  }
  return say(`Phạm vi: toàn bộ ${portals} cổng được giám sát`, `Scope: all ${portals} monitored portals`);
}
