import { Button } from '@mantine/core'
import { type ReactNode, useMemo } from 'react'
import { formatCounted } from '../ui/format.ts'
import type { Column, Inspection } from './api.ts'
import { type Definition, type Missing, unusedOf, withoutColumns } from './definition.ts'
import { FieldRow } from './FieldRow.tsx'
import { groupsOf } from './fields.ts'
import styles from './ImportPage.module.css'

interface MappingProps {
  readonly inspection: Inspection
  readonly definition: Definition
  readonly missing: Missing
  readonly onChange: (next: Definition) => void
}

/** Which column is what: a row for each field, with what stands in the column and how it is read. */
export function Mapping({ inspection, definition, missing, onChange }: MappingProps) {
  const columns = useMemo(() => new Map(inspection.columns.map(column => [column.heading, column])), [inspection])
  const options = useMemo(() => optionsOf(inspection.columns), [inspection])
  return (
    <section className="card stack" aria-labelledby="columns-title">
      <div className={styles.head}>
        <h2 id="columns-title">Which column is what</h2>
        <p className="small second">Examples are from the first {formatCounted(inspection.rowsLookedAt, 'row')}</p>
      </div>
      <Gone missing={missing} definition={definition} onChange={onChange} />
      <Lacking missing={missing} />
      <table className={`table ${styles.mapping}`} aria-labelledby="columns-title">
        <thead>
          <tr>
            <th scope="col">In Ringback</th>
            <th scope="col">Column of the file</th>
            <th scope="col">What stands there, and how it is read</th>
          </tr>
        </thead>
        {groupsOf[definition.kind].map(group => (
          <tbody key={group.title}>
            <tr>
              <th scope="rowgroup" colSpan={3} className={styles.group}>
                {group.title}
              </th>
            </tr>
            {group.fields.map(field => (
              <FieldRow
                key={field.name}
                field={field}
                columns={columns}
                markers={inspection.markers}
                options={options}
                definition={definition}
                onChange={onChange}
              />
            ))}
          </tbody>
        ))}
      </table>
      <Unused columns={inspection.columns} definition={definition} header={inspection.header} />
    </section>
  )
}

/** Made once for all the selects: a file may have hundreds of columns. */
const optionsOf = (columns: readonly Column[]): ReactNode =>
  columns
    .filter(({ heading }, at) => heading !== '' && columns.findIndex(other => other.heading === heading) === at)
    .map(({ heading }) => (
      <option key={heading} value={heading}>
        {heading}
      </option>
    ))

/** With another delimiter, sheet or line of headings the columns may be others altogether. */
function Gone({ missing, definition, onChange }: Omit<MappingProps, 'inspection'>) {
  const named = Object.values(definition.columns).flat()
  if (named.length === 0 || missing.gone.length < named.length) return null
  return (
    <div className="notice row">
      <p>None of the columns that are named below is in the file, as it is read now.</p>
      <Button size="xs" variant="default" onClick={() => onChange(withoutColumns(definition))}>
        Find the columns anew
      </Button>
    </div>
  )
}

/** What follows if a field that matters is left without a column. */
function Lacking({ missing }: { readonly missing: Missing }) {
  if (missing.wanted.length === 0) return null
  return (
    <ul className={`notice ${styles.lacking}`} aria-label="What follows from columns that are not named">
      {missing.wanted.map(({ field, consequence }) => (
        <li key={field.name}>
          <strong>{field.title}</strong> has no column. {consequence}
        </li>
      ))}
    </ul>
  )
}

interface UnusedProps {
  readonly columns: readonly Column[]
  readonly definition: Definition
  readonly header: readonly string[]
}

const shownAtOnce = 12

function Unused({ columns, definition, header }: UnusedProps) {
  const unused = unusedOf(definition, header)
  if (unused.length === 0) return <p className="small second">Every column of the file is used.</p>
  const examples = new Map(columns.map(column => [column.heading, column.examples]))
  return (
    <details className={styles.unused} open={unused.length <= shownAtOnce}>
      <summary>{formatCounted(unused.length, 'column')} of the file used for nothing</summary>
      <ul>
        {unused.map((heading, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two columns may be called the same
          <li key={`${heading} ${at}`}>
            <strong>{heading}</strong>{' '}
            <span className="second">{(examples.get(heading) ?? []).slice(0, 2).join(', ') || 'empty'}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}
