/** The card of a stage in a picture, and the room it takes. */
import type { Stage } from '../../languages/workflow/workflow.ts';
import type { Annotations, StageProgress } from './annotation.ts';
import { textWidth } from './text-width.ts';
import {
  findingLines,
  firstOf,
  multiplicityOf,
  needsOf,
  progressText,
  shortImage,
  shorten,
  shortenInside,
  wrap,
} from './words.ts';

export interface Card {
  readonly stage: Stage;
  readonly title: string;
  /** `×8`. */
  readonly badge: string | undefined;
  readonly lines: readonly CardLine[];
  readonly progress: StageProgress | undefined;
  readonly severity: 'error' | 'warning' | undefined;
  /** What is shown when the pointer rests on the card. */
  readonly tooltip: string;
  /** Both in pixels. */
  readonly width: number;
  readonly height: number;
}

export interface CardLine {
  readonly text: string;
  readonly tone: 'plain' | 'muted' | 'error' | 'warning' | 'progress';
}

export const cardMetrics = {
  titleSize: 13,
  lineSize: 11,
  lineHeight: 15,
  padding: 10,
  top: 20,
} as const;

/** Characters. */
const longestTitle = 38;
const longestLine = 42;

/** @param isSmall only what one needs to find one's way: for pictures of many stages */
export function makeCard(stage: Stage, annotations: Annotations, isSmall: boolean): Card {
  const progress = annotations.statuses?.get(stage.id);
  const findings = annotations.findings?.get(stage.id) ?? [];
  const severity = (['error', 'warning'] as const).find((level) =>
    findings.some((finding) => finding.severity === level),
  );
  const title = shorten(stage.name, longestTitle);
  const badge = multiplicityOf(stage);
  const details: CardLine[] = [
    ...firstOf(stage.parameters, 6).map((text) => ({ text, tone: 'plain' as const })),
    { text: shortenInside(shortImage(stage.needs.image ?? ''), longestLine), tone: 'muted' },
    { text: needsOf(stage), tone: 'muted' },
  ];
  const lines = [
    ...(isSmall ? [] : details),
    ...stage.notes.map((text) => ({ text, tone: 'muted' as const })),
    ...(progress === undefined
      ? []
      : [{ text: progressText(progress), tone: 'progress' as const }]),
    ...findingLines(findings, isSmall ? 1 : 3),
  ]
    .filter(({ text }) => text !== '')
    .flatMap(({ text, tone }): CardLine[] =>
      wrap(text, longestLine, isSmall ? 1 : 3).map((line) => ({ text: line, tone })),
    );
  const { titleSize, lineSize, lineHeight, padding, top } = cardMetrics;
  const badgeWidth = badge === undefined ? 0 : badgeWidthOf(badge) + 10;
  const widths = [
    textWidth(title, titleSize, true) + badgeWidth,
    ...lines.map(({ text }) => textWidth(text, lineSize)),
  ];
  return {
    stage,
    title,
    badge,
    lines,
    progress,
    severity,
    tooltip: tooltipOf(
      stage,
      progress,
      findings.map(({ message }) => message),
    ),
    width: Math.ceil(Math.max(...widths, 56)) + 2 * padding + 4,
    height: top + 10 + lines.length * lineHeight,
  };
}

export function badgeWidthOf(badge: string): number {
  return Math.ceil(textWidth(badge, cardMetrics.lineSize, true)) + 10;
}

function tooltipOf(
  stage: Stage,
  progress: StageProgress | undefined,
  messages: readonly string[],
): string {
  const { image } = stage.needs;
  return [
    stage.name,
    ...(image === undefined ? [] : [image]),
    needsOf(stage),
    ...stage.parameters,
    ...stage.notes,
    ...(progress === undefined ? [] : [progressText(progress)]),
    ...messages,
  ]
    .filter((line) => line !== '')
    .join('\n');
}
