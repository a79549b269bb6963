import { useElementSize } from '@mantine/hooks'
import { barX, plot, ruleX, text } from '@observablehq/plot'
import { useEffect, useMemo, useRef } from 'react'
import { formatCount } from '../ui/format.ts'
import { allRatings, ratingWords } from '../ui/RatingChip.tsx'
import type { AppendixA } from './api.ts'
import { divergingBars, type Row, type Segment } from './diverging.ts'
import styles from './Performance.module.css'

/** The narrowest share with room for its figure. */
const labelledFromPercent = 9
const narrowPx = 560

/** What people said, question by question. The same figures stand in Appendix A below, which is its table. */
export function QuestionBars({ table }: { readonly table: AppendixA }) {
  const { ref: measured, width } = useElementSize<HTMLDivElement>()
  const ref = useRef<HTMLDivElement>(null)
  const bars = useMemo(() => divergingBars(table), [table])
  useEffect(() => {
    const place = ref.current
    if (!place || width === 0) return
    const chart = draw(bars.rows, bars.segments, width)
    // The figure around it says everything in words.
    chart.setAttribute('aria-hidden', 'true')
    place.append(chart)
    return () => chart.remove()
  }, [bars, width])
  return (
    <section className="card stack" aria-labelledby="bars-title">
      <div className={styles.cardHead}>
        <h2 id="bars-title">What people said, question by question</h2>
        <ul className={styles.legend} aria-hidden="true">
          {allRatings.map(rating => (
            <li key={rating}>
              <span style={{ background: `var(--rb-rating-${rating})` }} />
              {rating === 1 || rating === 5 ? `${rating} ${ratingWords[rating].toLowerCase()}` : rating}
            </li>
          ))}
        </ul>
      </div>
      <div ref={measured}>
        <div ref={ref} className={styles.chart} role="img" aria-label={describe(bars.segments)} />
      </div>
      <p className="small second">
        Share of each rating among the answers to a question, in per cent; 1 and 2 to the left, the 3s across the
        middle. On the right, how many answered. <a href="#appendix-a">The figures as a table</a>
      </p>
    </section>
  )
}

function draw(rows: readonly Row[], segments: readonly Segment[], width: number) {
  const isNarrow = width < narrowPx
  const places = placesOf(rows)
  const left = Math.min(...segments.map(segment => segment.from))
  return plot({
    width,
    height: places.length * (isNarrow ? 44 : 27) + 8,
    marginLeft: isNarrow ? 0 : 216,
    marginRight: 56,
    marginTop: isNarrow ? 8 : 0,
    marginBottom: 4,
    style: {
      fontFamily: 'inherit',
      fontSize: '11px',
      background: 'transparent',
      color: 'var(--rb-ink)',
      overflow: 'visible',
    },
    x: { axis: null, domain: [left, Math.max(...segments.map(segment => segment.to))] },
    y: { axis: null, domain: places, padding: isNarrow ? 0.5 : 0.28 },
    color: { type: 'ordinal', domain: [...allRatings], range: allRatings.map(rating => `var(--rb-rating-${rating})`) },
    marks: [
      // On a phone it would run through the names of the questions.
      isNarrow ? null : ruleX([0], { stroke: 'var(--rb-line)' }),
      barX(segments, {
        x1: 'from',
        x2: 'to',
        y: 'question',
        fill: 'rating',
        insetLeft: 0.5,
        insetRight: 0.5,
        rx: 1.5,
        title: (segment: Segment) =>
          `${segment.question}\n${segment.rating} ${ratingWords[segment.rating].toLowerCase()}: ${formatCount(segment.number)} (${segment.share.toFixed(1)}%)`,
      }),
      ...allRatings.map(rating =>
        text(
          segments.filter(segment => segment.rating === rating && segment.share >= labelledFromPercent),
          {
            x: (segment: Segment) => (segment.from + segment.to) / 2,
            y: 'question',
            text: (segment: Segment) => segment.share.toFixed(0),
            fill: `var(--rb-on-rating-${rating})`,
            fontWeight: 600,
          },
        ),
      ),
      text(rows, {
        frameAnchor: 'left',
        lineAnchor: isNarrow ? 'bottom' : 'middle',
        y: 'question',
        text: 'question',
        fill: 'var(--rb-ink)',
        textAnchor: isNarrow ? 'start' : 'end',
        dx: isNarrow ? 0 : -12,
        dy: isNarrow ? -15 : 0,
      }),
      text(rows, {
        frameAnchor: 'right',
        y: 'question',
        text: (row: Row) => (row.base === 0 ? 'no answers' : formatCount(row.base)),
        fill: 'var(--rb-second)',
        textAnchor: 'end',
        dx: 56,
      }),
    ],
  })
}

/** The questions from top to bottom, with a gap where a section begins. */
const placesOf = (rows: readonly Row[]): readonly string[] =>
  rows.flatMap((row, index) =>
    index > 0 && rows[index - 1]?.section !== row.section ? [`before ${row.section}`, row.question] : [row.question],
  )

const describe = (segments: readonly Segment[]): string =>
  [...new Set(segments.map(segment => segment.question))]
    .map(question => {
      const shares = segments.filter(segment => segment.question === question)
      return `${question}: ${shares.map(({ rating, share }) => `${rating}: ${share.toFixed(1)}%`).join(', ')}`
    })
    .join('. ')
