import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { Membership } from '../api.ts'
import { formatBytes, formatDateTime } from '../ui/format.ts'
import { PageHeader } from '../ui/PageHeader.tsx'
import { ErrorState, Loading } from '../ui/States.tsx'
import { type ImportDetail, importQuery, isMoving } from './api.ts'
import { Discard } from './Discard.tsx'
import { asDefinition } from './definition.ts'
import { FirstRows } from './FirstRows.tsx'
import styles from './ImportPage.module.css'
import { Moving } from './Moving.tsx'
import { Outcome, StartedBefore } from './Outcome.tsx'
import { ReadBy } from './ReadBy.tsx'
import { Setup } from './Setup.tsx'
import { Status } from './Status.tsx'
import { TrialReport } from './TrialReport.tsx'
import { kindWords, originWords } from './words.ts'

const route = getRouteApi('/f/$force/imports/$id')
const forceRoute = getRouteApi('/f/$force')

/** One file, from when it came in to what became of it. What goes on, goes on without the page. */
export function ImportPage() {
  const { id } = route.useParams()
  const { force } = forceRoute.useRouteContext()
  const query = useQuery(importQuery(force?.slug ?? '', id))
  if (!force) return null
  return (
    <div className={`page stack ${styles.page}`}>
      <p>
        <Link to="/f/$force/imports" params={{ force: force.slug }}>
          ← All imports
        </Link>
      </p>
      {query.isPending && <Loading what="the import" />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && <OneImport detail={query.data} force={force} />}
    </div>
  )
}

function OneImport({ detail, force }: { readonly detail: ImportDetail; readonly force: Membership }) {
  const mayChange = force.roles.includes('administrator')
  const { status } = detail
  const isOpen = status === 'received' || status === 'trying' || (status === 'failed' && detail.inspection !== null)
  // The record of one that was started stays: only its file can go.
  const hasMoreThanRecord = detail.startedAt === null || detail.inspection !== null
  const isDiscardable = (status === 'received' || status === 'failed') && hasMoreThanRecord
  return (
    <>
      <PageHeader title={detail.fileName} about={aboutOf(detail, force.timeZone)}>
        <Status status={status} />
        {mayChange && isDiscardable && <Discard detail={detail} force={force.slug} />}
      </PageHeader>
      {isMoving(status) && <Moving detail={detail} />}
      {(status === 'done' || status === 'undone' || status === 'failed') && (
        <Outcome detail={detail} force={force} mayChange={mayChange} />
      )}
      <StartedBefore detail={detail} force={force} mayChange={mayChange} />
      {isOpen && mayChange ? <Setup detail={detail} force={force.slug} /> : <AsItWasRead detail={detail} />}
    </>
  )
}

function aboutOf(detail: ImportDetail, timeZone: string): string {
  const came = detail.receivedAt ?? detail.startedAt
  return [
    kindWords[detail.kind],
    ...(detail.bytesTotal === null ? [] : [formatBytes(detail.bytesTotal)]),
    ...(came ? [`came in ${originWords[detail.origin]} on ${formatDateTime(came, timeZone)}`] : []),
  ].join(' · ')
}

/** For who reads only, and for what is over: how it is, or was, read. */
function AsItWasRead({ detail }: { readonly detail: ImportDetail }) {
  const { definition, inspection, trial, status } = detail
  return (
    <>
      {status === 'received' && trial && <TrialReport trial={trial} />}
      {definition && (
        <details className={`card ${styles.fold}`} open={status === 'received'}>
          <summary>
            <h2>How it {status === 'received' ? 'is to be' : 'was'} read</h2>
            {detail.profile && <span className="small second">profile {detail.profile}</span>}
          </summary>
          <ReadBy definition={asDefinition(definition, detail.kind)} />
        </details>
      )}
      {status === 'received' && inspection && <FirstRows inspection={inspection} />}
    </>
  )
}
