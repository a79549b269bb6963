import { formatCounted } from '../ui/format.ts'
import type { Measure } from './api.ts'
import styles from './Performance.module.css'

/** The headline figures, each with its interval and its base. */
export function MeasureCards({ measures }: { readonly measures: readonly Measure[] }) {
  return (
    <ul className={`figures ${styles.measures}`} aria-label="Headline figures">
      {measures.map(measure => (
        <li key={measure.name} className="card">
          <p className={styles.measureTitle}>{measure.title}</p>
          <p className={styles.percent}>{measure.percent}</p>
          {measure.interval && (
            <p className="small second">
              95% interval {inPercent(measure.interval.from)} – {inPercent(measure.interval.to)}
            </p>
          )}
          <p className="small second">of {formatCounted(measure.base, 'answer')}</p>
        </li>
      ))}
    </ul>
  )
}

const inPercent = (share: number) => (share * 100).toFixed(1)
