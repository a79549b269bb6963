import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { Membership } from '../api.ts'
import { formatCount, formatDay } from '../ui/format.ts'
import { PageHeader } from '../ui/PageHeader.tsx'
import { ErrorState, Loading } from '../ui/States.tsx'
import { Tabs } from '../ui/Tabs.tsx'
import { callsQuery, type Recipient, recipientQuery } from './api.ts'
import { CallHistory } from './CallHistory.tsx'
import { History } from './History.tsx'
import { Incidents } from './Incidents.tsx'
import { Overview } from './Overview.tsx'
import { SuppressButton } from './Suppress.tsx'
import { namedOr } from './words.ts'

const route = getRouteApi('/f/$force/recipients/$id')
const forceRoute = getRouteApi('/f/$force')

/** Everything known of one person, whether they are rung and why, and who did what to it. */
export function RecipientPage() {
  const { id } = route.useParams()
  const { force } = forceRoute.useRouteContext()
  const recipient = useQuery(recipientQuery(force?.slug ?? '', id))
  if (!force) return null
  return (
    <div className="page stack">
      <p className="no-print">
        <Link to="/f/$force/recipients" params={{ force: force.slug }} search={{}} state={state => state}>
          ← Recipients
        </Link>
      </p>
      {recipient.isPending && <Loading what="the person" />}
      {recipient.isError && (
        <>
          <PageHeader title="Recipient" />
          <ErrorState error={recipient.error} onRetry={() => void recipient.refetch()} />
        </>
      )}
      {recipient.data && <Person recipient={recipient.data} force={force} />}
    </div>
  )
}

interface PersonProps {
  readonly recipient: Recipient
  readonly force: Membership
}

const titles = {
  overview: 'Overview',
  incidents: 'Incidents',
  calls: 'Calls',
  history: 'History',
} as const

function Person({ recipient, force }: PersonProps) {
  const { tab = 'overview', about = 'all' } = route.useSearch()
  const calls = useQuery(callsQuery(force.slug, recipient.id))
  const attempts = calls.data?.services.reduce((sum, { callBack }) => sum + (callBack?.attempts.length ?? 0), 0)
  const counts: Readonly<Partial<Record<keyof typeof titles, number>>> = {
    incidents: recipient.servicesInAll,
    ...(attempts === undefined ? {} : { calls: attempts }),
  }
  return (
    <>
      <PageHeader title={namedOr(recipient.name)} about={whoIsIt(recipient)}>
        <SuppressButton recipient={recipient} force={force.slug} />
      </PageHeader>
      <Tabs label="Parts of this page">
        {(Object.keys(titles) as (keyof typeof titles)[]).map(each => (
          <Link
            key={each}
            from="/f/$force/recipients/$id"
            to="."
            search={each === 'overview' ? {} : { tab: each }}
            state={state => state}
            // Else the first is active with any search.
            activeOptions={{ exact: true }}
            aria-current={each === tab ? 'page' : undefined}
          >
            {titles[each]}
            {counts[each] !== undefined && ` ${formatCount(counts[each])}`}
          </Link>
        ))}
      </Tabs>
      {tab === 'overview' && <Overview recipient={recipient} calls={calls} force={force} />}
      {tab === 'incidents' && <Incidents recipient={recipient} calls={calls} timeZone={force.timeZone} />}
      {tab === 'calls' && <CallHistory recipient={recipient} calls={calls} timeZone={force.timeZone} />}
      {tab === 'history' && <History key={about} recipientId={recipient.id} force={force} about={about} />}
    </>
  )
}

function whoIsIt({ bornOn, language }: Recipient): string {
  return [bornOn ? `Born ${formatDay(bornOn)}` : 'Birth date not known', language && `speaks ${language}`]
    .filter(Boolean)
    .join(', ')
}
