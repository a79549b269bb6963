import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { Membership } from '../api.ts'
import { formatDateTime } from '../ui/format.ts'
import { PageHeader } from '../ui/PageHeader.tsx'
import { ErrorState, Loading } from '../ui/States.tsx'
import { forgetSerious, type SeriousDetail, seriousQuery, takeUp } from './api.ts'
import styles from './Serious.module.css'
import { tellDelivery } from './words.ts'

const route = getRouteApi('/f/$force/serious/$id')
const forceRoute = getRouteApi('/f/$force')

/** One report: what was said, how to reach the person, and who takes care of it. */
export function SeriousReport() {
  const { id } = route.useParams()
  const { force } = forceRoute.useRouteContext()
  const report = useQuery(seriousQuery(force?.slug ?? '', id))
  if (!force) return null
  return (
    <div className="page reading stack">
      <p className="no-print">
        <Link to="/f/$force/serious" params={{ force: force.slug }} search={{}}>
          ← Serious
        </Link>
      </p>
      {report.isPending && <Loading what="the report" />}
      {report.isError && (
        <>
          <PageHeader title="Serious" />
          <ErrorState error={report.error} onRetry={() => void report.refetch()} />
        </>
      )}
      {report.data && <Report report={report.data} force={force} />}
    </div>
  )
}

interface ReportProps {
  readonly report: SeriousDetail
  readonly force: Membership
}

function Report({ report, force }: ReportProps) {
  const at = (instant: string) => formatDateTime(instant, force.timeZone)
  return (
    <>
      <PageHeader title={report.title} about={`Said in a call on ${at(report.at)}`} />
      <Taken report={report} force={force} />
      <section className="card stack" aria-label="What was said">
        <h2>What was said</h2>
        <blockquote className={styles.words}>{report.words}</blockquote>
        <p className="small second">
          Taken down word for word by {report.reportedBy}
          {report.question && `, at “${report.question}”`}.
          {report.confirmedAt && ` They had rung about it by ${at(report.confirmedAt)}.`}
        </p>
      </section>
      <Person report={report} />
      <section className="card stack" aria-label="Who was told">
        <h2>Who was told</h2>
        {report.told.length === 0 ? (
          <p className={styles.waiting}>
            Nobody: neither the desk nor the force has an address. It goes out as soon as an administrator sets one.
          </p>
        ) : (
          <ul>
            {report.told.map(told => (
              <li key={told.to}>{tellDelivery(told)}</li>
            ))}
          </ul>
        )}
      </section>
    </>
  )
}

function Taken({ report: { id, taken }, force }: ReportProps) {
  const client = useQueryClient()
  const take = useMutation({
    mutationFn: () => takeUp(force.slug, id),
    onSettled: () => forgetSerious(client, force.slug),
  })
  if (taken)
    return (
      <p className="notice good" role="status">
        {taken.by} takes care of it, since {formatDateTime(taken.at, force.timeZone)}.
      </p>
    )
  return (
    <div className="notice stack">
      <p>Nobody has taken it up yet. If you will, say so, so that nobody else does it too.</p>
      <div className="row">
        <Button loading={take.isPending} onClick={() => take.mutate()}>
          Take this up
        </Button>
      </div>
      {take.error && (
        <p className="notice bad" role="alert">
          {take.error.message}
        </p>
      )}
    </div>
  )
}

function Person({ report: { person, incident } }: { readonly report: SeriousDetail }) {
  return (
    <section className="card stack" aria-label="Who said it">
      <h2>Who said it</h2>
      <dl className={styles.facts}>
        <dt>Name</dt>
        <dd>{person ? person.name || 'No name known' : 'Not known any more'}</dd>
        {person && person.numbers.length > 0 && (
          <>
            <dt>Telephone</dt>
            <dd>
              <ul>
                {person.numbers.map(({ number, safe }) => (
                  <li key={number}>
                    {number}
                    {!safe && <strong className={styles.waiting}> not safe to ring</strong>}
                  </li>
                ))}
              </ul>
            </dd>
          </>
        )}
        <dt>Incident</dt>
        <dd>
          {incident.reference}
          {incident.unit && `, ${incident.unit}`}
        </dd>
      </dl>
    </section>
  )
}
