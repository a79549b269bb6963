import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { formatCount } from './format.ts'
import styles from './Page.module.css'

export interface Column<Row> {
  readonly header: string
  readonly cell: (row: Row) => ReactNode
  readonly numeric?: boolean
}

/** Its first column heads the row. On a phone each row is a block with the headers beside the cells. */
export function DataTable<Row>({ caption, columns, rows, keyOf, more }: DataTableProps<Row>) {
  const [first, ...rest] = columns
  if (!first) return null
  return (
    <div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by the keyboard */}
      <section className="scroll" tabIndex={0} aria-label={caption}>
        <table className={`table ${styles.stacking}`}>
          <caption className="visually-hidden">{caption}</caption>
          <thead>
            <tr>
              {columns.map(column => (
                <th key={column.header} scope="col" className={column.numeric ? 'number' : ''}>
                  {column.header}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(row => (
              <tr key={keyOf(row)}>
                <th scope="row">{first.cell(row)}</th>
                {rest.map(column => (
                  <td key={column.header} data-header={column.header} className={column.numeric ? 'number' : ''}>
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {more && <MoreRows shown={rows.length} more={more} />}
    </div>
  )
}

interface DataTableProps<Row> {
  readonly caption: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
  /** Absent where the rows are all there are to come. */
  readonly more?: More
}

/** What `useInfiniteQuery` says of the pages still to come. */
export interface More {
  readonly hasNextPage: boolean
  readonly isFetchingNextPage: boolean
  readonly fetchNextPage: () => unknown
}

export function MoreRows({ shown, more }: { readonly shown: number; readonly more: More }) {
  return (
    <div className={styles.foot}>
      <span className="small second" role="status">
        {formatCount(shown)} shown{more.hasNextPage ? ', more to come' : ', that is all'}
      </span>
      {more.hasNextPage && (
        <Button variant="default" loading={more.isFetchingNextPage} onClick={() => void more.fetchNextPage()}>
          Show more
        </Button>
      )}
    </div>
  )
}
