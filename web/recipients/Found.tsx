import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import type { Membership } from '../api.ts'
import { type Column, DataTable } from '../ui/DataTable.tsx'
import { formatCount, formatDay, formatDayOf } from '../ui/format.ts'
import { EmptyState, ErrorState, Loading } from '../ui/States.tsx'
import { type FoundPerson, foundQuery, type Search, type SearchPage } from './api.ts'
import { RecipientLink } from './RecipientLink.tsx'
import styles from './Recipients.module.css'
import { foundTitle, involvementWords, lookedWords, namedOr } from './words.ts'

interface FoundProps {
  readonly force: Membership
  readonly search: Search
}

/** Those who were found, and how: a number, a log number and a name are tried in turn. */
export function Found({ force, search }: FoundProps) {
  const found = useInfiniteQuery(foundQuery(force.slug, search))
  if (found.isPending) return <Loading what="people" />
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  const { pages } = found.data
  const people = pages.flatMap(page => page.people)
  if (people.length === 0 && !found.hasNextPage) return <Nobody search={search} pages={pages} />
  return (
    <>
      <HowFound search={search} pages={pages} />
      <DataTable
        caption="People found"
        columns={columnsIn(force.timeZone)}
        rows={people}
        keyOf={person => person.id}
        more={found}
      />
    </>
  )
}

const readThrough = (pages: readonly SearchPage[]): number =>
  pages.reduce((sum, page) => sum + (page.lookedThrough?.people ?? 0), 0)

function HowFound({ search, pages }: { readonly search: Search; readonly pages: readonly SearchPage[] }) {
  const navigate = useNavigate()
  const by = pages[0]?.by ?? 'newest'
  const people = readThrough(pages)
  const isWholeName = by === 'name' || by === 'name_and_birth'
  const widen = () =>
    navigate({
      to: '.',
      search: true,
      state: state => ({ ...state, lookedFor: { query: search.query, by: 'part_of_name' as const } }),
    })
  return (
    <p className={`small second ${styles.how}`}>
      <span>
        {foundTitle(by)}
        {people > 0 && `, ${lookedWords(people)}`}
      </span>
      {isWholeName && (
        <Button variant="default" size="compact-sm" onClick={() => void widen()}>
          Also where it is part of a name
        </Button>
      )}
    </p>
  )
}

function Nobody({ search, pages }: { readonly search: Search; readonly pages: readonly SearchPage[] }) {
  const people = readThrough(pages)
  const isNarrowed = search.openedFrom !== undefined || search.openedTo !== undefined || search.show !== undefined
  if (search.query === '' && !isNarrowed)
    return (
      <EmptyState title="Nobody has received a service yet">
        <p>Recipients come in with the incidents of the command-and-control system, on the page of imports.</p>
      </EmptyState>
    )
  return (
    <EmptyState title={search.query ? `Nobody is found for “${search.query}”` : 'Nobody is found'}>
      <p>
        {search.query
          ? 'Look for a whole telephone number, the start of a log number, or any part of a name; a birth date beside a name narrows it.'
          : 'Nobody is within what was chosen.'}
        {people > 0 && ` The names of ${formatCount(people)} were read for it.`}
      </p>
      {isNarrowed ? (
        <Link from="/f/$force/recipients" to="." search={{}} state={state => state}>
          Look among everybody, at any time
        </Link>
      ) : (
        <Link from="/f/$force/recipients" to="." search={{}} state={state => ({ ...state, lookedFor: undefined })}>
          Show everybody
        </Link>
      )}
    </EmptyState>
  )
}

const columnsIn = (timeZone: string): readonly Column<FoundPerson>[] => [
  {
    header: 'Name',
    cell: person => (
      <>
        <RecipientLink id={person.id}>{namedOr(person.name)}</RecipientLink>
        {person.isSuppressed && <span className={`small ${styles.under} ${styles.bad}`}>Not to be rung</span>}
      </>
    ),
  },
  {
    header: 'Born',
    cell: ({ bornOn }) => (bornOn ? formatDay(bornOn) : <span className="second">Not known</span>),
  },
  {
    header: 'Incident',
    cell: ({ incident, incidents }) => (
      <>
        {incident.reference}
        <span className={`small second ${styles.under}`}>
          {[involvementWords(incident.involvement), incidents > 1 && `the newest of ${formatCount(incidents)}`]
            .filter(Boolean)
            .join(', ')}
        </span>
      </>
    ),
  },
  {
    header: 'About',
    cell: ({ incident }) => (
      <>
        <span className={styles.prose}>{incident.categoryName ?? 'Not known'}</span>
        <span className={`small second ${styles.under}`}>{incident.unit}</span>
      </>
    ),
  },
  {
    header: 'When',
    cell: ({ incident: { openedAt, closedAt } }) => (
      <>
        {openedAt ? formatDayOf(openedAt, timeZone) : <span className="second">Not known</span>}
        <span className={`small second ${styles.under}`}>
          {closedAt ? `closed ${formatDayOf(closedAt, timeZone)}` : 'still open'}
        </span>
      </>
    ),
  },
]
