import { Button, TextInput } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { type Column, DataTable } from '../ui/DataTable.tsx'
import { EmailAddress } from '../ui/EmailAddress.tsx'
import { formatDay } from '../ui/format.ts'
import { EmptyState, ErrorState, Loading } from '../ui/States.tsx'
import { type StaffMember, staffQuery } from './api.ts'
import styles from './People.module.css'
import { PersonLink } from './PersonLink.tsx'
import { problemTitle, tellSupervisor } from './words.ts'

/** Everybody who works for the force, by collar number or found by name. */
export function Staff({ force, query }: { readonly force: string; readonly query: string }) {
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

/** Where somebody is posted; of who is not there today, until or from when. */
function Where({ member: { unit, standing, postedFrom, postedTo } }: { readonly member: StaffMember }) {
  if (unit === null) return <span className="second">None now</span>
  const when =
    (standing === 'left' && postedTo && `Left ${formatDay(postedTo)}`) ||
    (standing === 'to_come' && postedFrom && `From ${formatDay(postedFrom)}`)
  return (
    <>
      {unit}
      {when && <span className={`small second ${styles.when}`}>{when}</span>}
    </>
  )
}

const columns: readonly Column<StaffMember>[] = [
  { header: 'Collar number', cell: member => member.collarNumber },
  { header: 'Name', cell: member => <PersonLink person={member} withoutNumber /> },
  { header: 'Unit', cell: member => <Where member={member} /> },
  {
    header: 'Supervisor',
    cell: ({ supervisor }) => (supervisor ? tellSupervisor(supervisor) : <span className="second">None</span>),
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
          {problemTitle(problem)}
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
