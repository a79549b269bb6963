import { Button, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import type { Membership } from '../api.ts'
import { EmailAddress } from '../ui/EmailAddress.tsx'
import { formatCount, formatDateTime, formatDay, formatPeriod, wordsOf } from '../ui/format.ts'
import { PageHeader } from '../ui/PageHeader.tsx'
import { ErrorState, Loading } from '../ui/States.tsx'
import { forgetPeople, type Officer, officerQuery, sendMend } from './api.ts'
import { Mends } from './Mends.tsx'
import styles from './People.module.css'
import { PersonLink, usePeopleRights } from './PersonLink.tsx'
import { PersonList } from './PersonList.tsx'
import { calledBy, problemTitle, tellReached, whyPassedOver } from './words.ts'

const route = getRouteApi('/f/$force/people/$collarNumber')
const forceRoute = getRouteApi('/f/$force')

/** One member of staff: where they stand today, and every line they stood in before. */
export function OfficerPage() {
  const { collarNumber } = route.useParams()
  const { force } = forceRoute.useRouteContext()
  const officer = useQuery(officerQuery(force?.slug ?? '', collarNumber))
  if (!force) return null
  return (
    <div className="page reading stack">
      <p>
        <Link to="/f/$force/people" params={{ force: force.slug }} search={{}}>
          ← All staff
        </Link>
      </p>
      {officer.isPending && <Loading what="the member of staff" />}
      {officer.isError && (
        <>
          <PageHeader title={`Collar number ${collarNumber}`} />
          <ErrorState error={officer.error} onRetry={() => void officer.refetch()} />
        </>
      )}
      {officer.data && <Details officer={officer.data} force={force} />}
    </div>
  )
}

export interface OfficerProps {
  readonly officer: Officer
  readonly force: Membership
}

const standings: Readonly<Record<Officer['standing'], string>> = {
  posted: 'Posted today',
  to_come: 'Their posting is to come',
  left: 'Has left',
}

function Details({ officer, force }: OfficerProps) {
  const { collarNumber, unit, standing, email, problems, signIns, under, line } = officer
  return (
    <>
      <PageHeader
        title={`${calledBy(officer)} ${collarNumber}`}
        about={[standings[standing], unit].filter(Boolean).join(', ')}
      />
      {problems.length > 0 && (
        <div className="notice">
          {problems.map(problem => (
            <p key={problem}>{problemTitle(problem)}.</p>
          ))}
          <Link to="/f/$force/people" params={{ force: force.slug }} search={{ tab: 'problems' }}>
            See what it means, and mend it
          </Link>
        </div>
      )}
      <section className="card stack" aria-labelledby="line">
        <h2 id="line">{line.from ? `Line from ${formatDay(line.from)}` : "Today's line"}</h2>
        <Steps officer={officer} />
        <dl className={styles.facts}>
          <dt>E-mail</dt>
          <dd>{email ? <EmailAddress>{email}</EmailAddress> : 'None'}</dd>
          <dt>Signs in as</dt>
          <dd>
            {signIns.length === 0
              ? 'Nobody signs in with this collar number'
              : signIns.map(({ name, roles }) => `${name} (${roles.map(wordsOf).join(', ')})`).join('; ')}
          </dd>
          <dt>Under them</dt>
          <dd>
            {under.length === 0 ? (
              'Nobody'
            ) : (
              <details>
                <summary>{formatCount(under.length)}</summary>
                <PersonList people={under} />
              </details>
            )}
          </dd>
        </dl>
      </section>
      <Postings officer={officer} force={force} />
      <Mends officer={officer} force={force} />
    </>
  )
}

/** Who is asked in turn, and why each is passed over, until somebody hears. */
function Steps({ officer: { line } }: { readonly officer: Officer }) {
  return (
    <>
      <p>
        An alert about them would reach <strong>{tellReached(line.reaches)}</strong>.
      </p>
      <ol className={styles.steps}>
        {line.steps.map((step, nth) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a circle comes to the same person again
          <li key={nth}>
            <span className="second">{stepTitles[step.at]}</span>
            <span>
              {step.at === 'supervisor' && step.who !== null ? (
                <PersonLink person={{ collarNumber: step.who, rank: null, name: step.name }} />
              ) : (
                step.name
              )}
              {step.passedOver ? (
                <span className={styles.attention}> {whyPassedOver(step.passedOver, line.from === null)}</span>
              ) : (
                <span className={styles.heard}> hears of it</span>
              )}
            </span>
          </li>
        ))}
      </ol>
    </>
  )
}

const stepTitles = { supervisor: 'Supervisor', unit: 'Unit', force: 'Force' } as const

type Posting = Officer['postings'][number]

function Postings({ officer, force }: OfficerProps) {
  const { mayMend } = usePeopleRights()
  return (
    <section className="card stack" aria-labelledby="postings">
      <h2 id="postings">Postings</h2>
      {officer.postings.length === 0 && <p className="second">None are known.</p>}
      <ol className={styles.postings}>
        {officer.postings.map(posting => (
          <li key={posting.id}>
            {posting.gapAfter && (
              <p className={`small ${styles.gap}`}>
                No posting: {formatPeriod(posting.gapAfter.from, posting.gapAfter.to)}
              </p>
            )}
            <PostingFacts posting={posting} timeZone={force.timeZone} />
            {mayMend && posting.when === 'now' && (
              <EndForm force={force.slug} collarNumber={officer.collarNumber} posting={posting} />
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}

const whens: Readonly<Record<Posting['when'], string>> = { past: '', now: 'Now', to_come: 'To come' }

function PostingFacts({ posting, timeZone }: { readonly posting: Posting; readonly timeZone: string }) {
  const { unit, rank, supervisor, from, to, toWritten, when, made } = posting
  return (
    <div className={styles.posting}>
      <p>
        {formatDay(from)} {to ? `to ${formatDay(to)}` : 'onwards'}
        {whens[when] && <span className={styles.now}> {whens[when]}</span>}
      </p>
      <div>
        <p>
          <strong>{unit.name}</strong>
          {rank && `, ${rank}`}
        </p>
        <p>
          {supervisor ? (
            <>
              Under <PersonLink person={supervisor} />
            </>
          ) : (
            'Under nobody'
          )}
        </p>
        <p className="small second">
          {made.by === 'mend' && `Mended by ${made.name}, `}
          {made.by === 'import' && `From ${made.name}, `}
          {made.by === 'unknown' && 'Where it came from is not known. Kept '}
          {formatDateTime(made.at, timeZone)}
          {toWritten !== to && `. Written to last ${toWritten ? `to ${formatDay(toWritten)}` : 'on'}`}
        </p>
      </div>
    </div>
  )
}

interface EndFormProps {
  readonly force: string
  readonly collarNumber: string
  readonly posting: Posting
}

/** Says when the posting that stands ends. */
function EndForm({ force, collarNumber, posting }: EndFormProps) {
  const { id, toWritten } = posting
  const client = useQueryClient()
  const [lastDay, setLastDay] = useState(toWritten ?? '')
  const send = useMutation({
    mutationFn: () => sendMend(force, { what: 'end', collarNumber, lastDay, postingId: id, instead: toWritten }),
    onSuccess: () => forgetPeople(client, force),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    send.mutate()
  }
  return (
    <form className="stack" onSubmit={submit}>
      <div className={styles.mend}>
        <TextInput
          label="Last day of this posting"
          type="date"
          required
          withAsterisk={false}
          value={lastDay}
          onChange={event => setLastDay(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={send.isPending}>
          End the posting
        </Button>
      </div>
      {send.error && (
        <p className="notice bad" role="alert">
          {send.error.message}
        </p>
      )}
    </form>
  )
}
