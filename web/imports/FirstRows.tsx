import { memo } from 'react'
import { formatCounted } from '../ui/format.ts'
import type { Inspection } from './api.ts'
import styles from './ImportPage.module.css'

/** The first rows as they stand in the file, by the encoding and delimiter that are chosen. */
export const FirstRows = memo(({ inspection }: { readonly inspection: Inspection }) => {
  const { header, rows, lines, skipLines } = inspection
  return (
    <section className={`card stack ${styles.rows}`} aria-labelledby="rows-title">
      <div className={styles.head}>
        <h2 id="rows-title">The first rows, as they stand</h2>
        <p className="small second">
          {formatCounted(rows.length, 'row')}, {formatCounted(header.length, 'column')}
          {skipLines > 0 && `; ${formatCounted(skipLines, 'line')} above the headings left out`}
        </p>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by the keyboard */}
      <section className="scroll" tabIndex={0} aria-label="The first rows, table">
        <table className={`table ${styles.asItStands}`}>
          <thead>
            <tr>
              <th scope="col">Line</th>
              {header.map((heading, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns stay in the file's order, and two may be called the same
                <th key={at} scope="col">
                  {heading || <span className="visually-hidden">No heading</span>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((cells, row) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows stay in the file's order
              <tr key={row}>
                <th scope="row">{lines[row]}</th>
                {header.map((_, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: as above
                  <td key={at}>{cells[at] ?? ''}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  )
})
