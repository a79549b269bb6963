import { Button, TextInput } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { type Column, DataTable } from '../ui/DataTable.tsx'
import { EmailAddress } from '../ui/EmailAddress.tsx'
import { wordsOf } from '../ui/format.ts'
import { PageHeader } from '../ui/PageHeader.tsx'
import { EmptyState, ErrorState, Loading } from '../ui/States.tsx'
import { type StaffMember, staffQuery, type Unit, unitsQuery } from './api.ts'
import styles from './People.module.css'

const route = getRouteApi('/f/$force/people')

export function People() {
  const { force } = route.useParams()
  const { query = '', show } = route.useSearch()
  return (
    <div className="page">
      <PageHeader title="People" about="Who works for the force, in which unit, and who is told of their 1s and 5s." />
      <nav className={styles.tabs} aria-label="People or units">
        <Link
          from="/f/$force/people"
          to="."
          search={{}}
          // Else it is active with any search, that of the units too.
          activeOptions={{ exact: true }}
          aria-current={show ? undefined : 'page'}
        >
          Staff
        </Link>
        <Link from="/f/$force/people" to="." search={{ show: 'units' }} aria-current={show ? 'page' : undefined}>
          Units
        </Link>
      </nav>
      {show === 'units' ? <Units force={force} /> : <Staff force={force} query={query} />}
    </div>
  )
}

function Staff({ force, query }: { readonly force: string; readonly query: string }) {
  return (
    <div className="card stack">
      <StaffSearch key={query} query={query} />
      <StaffList force={force} query={query} />
    </div>
  )
}

function StaffSearch({ query }: { readonly query: string }) {
  const navigate = useNavigate()
  const [words, setWords] = useState(query)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void navigate({ to: '.', search: words.trim() ? { query: words.trim() } : {} })
  }
  return (
    <search>
      <form className={styles.search} onSubmit={submit}>
        <TextInput
          className={styles.words}
          label="Name or collar number"
          type="search"
          value={words}
          onChange={event => setWords(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" className={styles.go}>
          Search
        </Button>
      </form>
    </search>
  )
}

const problemWords: Readonly<Record<string, string>> = {
  no_supervisor: 'No supervisor',
  own_supervisor: 'Is their own supervisor',
  supervisor_loop: 'The line of supervisors goes in a circle',
  unknown_supervisor: 'The supervisor is not known',
  supervisor_without_email: 'Supervises, and has no e-mail address',
  supervisor_has_left: 'Has left, and still supervises',
  gap: 'Nobody up the line can be written to',
}

const columns: readonly Column<StaffMember>[] = [
  { header: 'Collar number', cell: member => member.collarNumber },
  { header: 'Name', cell: member => `${member.rank} ${member.name}` },
  { header: 'Unit', cell: member => member.unit ?? <span className="second">None now</span> },
  {
    header: 'Supervisor',
    cell: ({ supervisor }) =>
      supervisor ? `${supervisor.name} (${supervisor.collarNumber})` : <span className="second">None</span>,
  },
  {
    header: 'E-mail',
    cell: ({ email }) => (email ? <EmailAddress>{email}</EmailAddress> : <span className="second">None</span>),
  },
  {
    header: 'To look at',
    cell: ({ problems }) =>
      problems.map(problem => (
        <span key={problem} className={styles.problem}>
          {problemWords[problem] ?? wordsOf(problem)}
        </span>
      )),
  },
]

function StaffList({ force, query }: { readonly force: string; readonly query: string }) {
  const staff = useInfiniteQuery(staffQuery(force, query))
  if (staff.isPending) return <Loading what="staff" />
  if (staff.isError) return <ErrorState error={staff.error} onRetry={() => void staff.refetch()} />
  const rows = staff.data.pages.flatMap(page => page.staff)
  if (rows.length > 0)
    return (
      <DataTable caption="Staff" columns={columns} rows={rows} keyOf={member => member.collarNumber} more={staff} />
    )
  if (query)
    return (
      <EmptyState title={`Nobody is found for “${query}”`}>
        <p>Search for the start of a name, or a collar number with its leading noughts.</p>
        <Link from="/f/$force/people" to="." search={{}}>
          Show everybody
        </Link>
      </EmptyState>
    )
  return (
    <EmptyState title="No staff yet">
      <p>Import the force's staff list first: alerts go to the supervisors in it.</p>
      <Link to="/f/$force/imports" params={{ force }}>
        Go to imports
      </Link>
    </EmptyState>
  )
}

function Units({ force }: { readonly force: string }) {
  const units = useQuery(unitsQuery(force))
  if (units.isPending) return <Loading what="units" />
  if (units.isError) return <ErrorState error={units.error} onRetry={() => void units.refetch()} />
  if (units.data.length === 0)
    return (
      <EmptyState title="No units yet">
        <p>They are made from the districts and sections in the staff list.</p>
      </EmptyState>
    )
  return (
    <section className="card" aria-label="Units">
      <UnitTree units={units.data} parentId={null} />
    </section>
  )
}

function UnitTree({ units, parentId }: { readonly units: readonly Unit[]; readonly parentId: string | null }) {
  const children = units.filter(unit => unit.parentId === parentId)
  if (children.length === 0) return null
  return (
    <ul className={styles.tree}>
      {children.map(unit => (
        <li key={unit.id}>
          <p className={styles.unit}>
            <strong>{unit.name}</strong>
            <span className="small second">{wordsOf(unit.kind)}</span>
            <span className="small second">{unit.mailbox ?? 'no mailbox'}</span>
          </p>
          <UnitTree units={units} parentId={unit.id} />
        </li>
      ))}
    </ul>
  )
}
