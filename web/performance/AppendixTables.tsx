import { formatCount } from '../ui/format.ts'
import { allRatings, RatingChip } from '../ui/RatingChip.tsx'
import type { AppendixA, AppendixSection } from './api.ts'
import styles from './Performance.module.css'

/** Appendix A as it is published: a table per section, then dissatisfaction over all of them. */
export function AppendixTables({ table, period }: { readonly table: AppendixA; readonly period: string }) {
  return (
    <section className="card stack" id="appendix-a" aria-labelledby="appendix-title">
      <div className={styles.cardHead}>
        <h2 id="appendix-title">Appendix A</h2>
        <p className="small second">{period}; answers with a rating</p>
      </div>
      <div className={styles.tables}>
        {table.sections.map(section => (
          <SectionTable key={section.name} section={section} />
        ))}
      </div>
      <div className={styles.tables}>
        <Dissatisfaction table={table} />
      </div>
      <p>
        <strong>{formatCount(table.successfulCallBacks)}</strong> successful call-backs: interviews, complete or
        partial, with at least one rating.
      </p>
    </section>
  )
}

function SectionTable({ section }: { readonly section: AppendixSection }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by the keyboard
    <section className="scroll" tabIndex={0} aria-label={`${section.name}, table`}>
      <table className={`table ${styles.appendix}`}>
        <caption>{section.name}</caption>
        <Head first="Rating" columns={section.questions} />
        <tbody>
          {allRatings.map(rating => {
            const row = section.ratings[`${rating}`]
            return (
              <tr key={rating}>
                <th scope="row">
                  <RatingChip rating={rating} />
                </th>
                {section.questions.map((question, index) => (
                  <td key={question} className="number">
                    {formatCount(row.byQuestion[index] ?? 0)}
                  </td>
                ))}
                <td className={`number ${styles.strong}`}>{formatCount(row.number)}</td>
                <td className={`number ${styles.strong}`}>{row.percent}</td>
              </tr>
            )
          })}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Total</th>
            {section.questions.map((question, index) => (
              <td key={question} className={`number ${styles.strong}`}>
                {formatCount(section.totals.byQuestion[index] ?? 0)}
              </td>
            ))}
            <td className={`number ${styles.strong}`}>{formatCount(section.totals.number)}</td>
            <td />
          </tr>
        </tfoot>
      </table>
    </section>
  )
}

function Dissatisfaction({ table: { dissatisfaction } }: { readonly table: AppendixA }) {
  return (
    <table className={`table ${styles.appendix}`}>
      <caption>Dissatisfaction, all sections</caption>
      <Head first="Ratings given" columns={['1s', '2s']} />
      <tbody>
        <tr>
          <td>{formatCount(dissatisfaction.questions)}</td>
          <td className="number">{formatCount(dissatisfaction.ones)}</td>
          <td className="number">{formatCount(dissatisfaction.twos)}</td>
          <td className={`number ${styles.strong}`}>{formatCount(dissatisfaction.total)}</td>
          <td className={`number ${styles.strong}`}>{dissatisfaction.percent}</td>
        </tr>
      </tbody>
    </table>
  )
}

/** The last two columns are the same everywhere: what the row adds up to, and its share. */
function Head({ first, columns }: { readonly first: string; readonly columns: readonly string[] }) {
  return (
    <thead>
      <tr>
        <th scope="col">{first}</th>
        {columns.map(column => (
          <th key={column} scope="col" className="number">
            {column}
          </th>
        ))}
        {['Number', '%'].map(column => (
          <th key={column} scope="col" className={`number ${styles.strong}`}>
            {column}
          </th>
        ))}
      </tr>
    </thead>
  )
}
