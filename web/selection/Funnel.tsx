import { Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { businessNowOf } from '../api.ts'
import { addDays, formatCount, formatPeriod, localOf, wordsOf } from '../ui/format.ts'
import { EmptyState, ErrorState, Loading } from '../ui/States.tsx'
import { type FunnelCounts, type FunnelShape, funnelQuery } from './api.ts'
import { csvOfFunnel } from './funnel-csv.ts'
import { stepsFor } from './funnel-steps.ts'
import styles from './Selection.module.css'
import { stepTitles } from './words.ts'

const route = getRouteApi('/f/$force/selection')
const forceRoute = getRouteApi('/f/$force')

/** From a service received to a call, for a period that stands in the address. */
export function Funnel({ slug, timeZone }: { readonly slug: string; readonly timeZone: string }) {
  const { me } = forceRoute.useRouteContext()
  const search = route.useSearch()
  const today = localOf(businessNowOf(me), timeZone).slice(0, 10)
  const days = { from: search.from ?? addDays(today, -91), to: search.to ?? today }
  const funnel = useQuery(funnelQuery(slug, days))
  return (
    <div className="stack">
      <div className={styles.filters}>
        <Period key={`${days.from} ${days.to}`} {...days} />
        {funnel.data && funnel.data.force.received > 0 && (
          <Button
            variant="default"
            component="a"
            href={`data:text/csv;charset=utf-8,${encodeURIComponent(csvOfFunnel(funnel.data))}`}
            download={`funnel-${days.from}-to-${days.to}.csv`}
          >
            Spreadsheet (CSV)
          </Button>
        )}
      </div>
      {funnel.isPending ? (
        <Loading what="the funnel" lines={8} />
      ) : funnel.isError ? (
        <ErrorState error={funnel.error} onRetry={() => void funnel.refetch()} />
      ) : funnel.data.force.received === 0 ? (
        <NoServices funnel={funnel.data} />
      ) : (
        <>
          <Steps counts={funnel.data.force} />
          <Units funnel={funnel.data} />
        </>
      )}
    </div>
  )
}

function NoServices({ funnel: { firstDay, lastDay } }: { readonly funnel: FunnelShape }) {
  return (
    <EmptyState title="Nobody received a service in this period">
      <p>
        {firstDay && lastDay
          ? `There are services from ${formatPeriod(firstDay, lastDay)}: choose other days.`
          : 'As soon as incidents are imported, the people in them are counted here.'}
      </p>
    </EmptyState>
  )
}

function Period({ from, to }: { readonly from: string; readonly to: string }) {
  const navigate = useNavigate()
  const [days, setDays] = useState({ from, to })
  const isBackwards = days.from > days.to
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!isBackwards) void navigate({ to: '.', search: { show: 'funnel', ...days } })
  }
  return (
    <form className={styles.filters} onSubmit={submit}>
      <TextInput
        label="Closed from"
        type="date"
        required
        withAsterisk={false}
        value={days.from}
        onChange={event => setDays({ ...days, from: event.currentTarget.value })}
      />
      <TextInput
        label="To"
        type="date"
        required
        withAsterisk={false}
        value={days.to}
        error={isBackwards ? 'Before the first day' : undefined}
        onChange={event => setDays({ ...days, to: event.currentTarget.value })}
      />
      <Button type="submit" variant="default" disabled={isBackwards || (days.from === from && days.to === to)}>
        Show
      </Button>
    </form>
  )
}

function Steps({ counts }: { readonly counts: FunnelCounts }) {
  return (
    <section className="card stack" aria-labelledby="steps-title">
      <h2 id="steps-title">The force</h2>
      <ol className={styles.steps}>
        {stepsFor(counts).map(({ left, title, lost }) => (
          <li key={left}>
            {lost && <Lost counts={counts} step={lost} />}
            <div className={styles.step}>
              <strong>{title}</strong>
              <span className={styles.bar} aria-hidden="true">
                <span style={{ inlineSize: `${(100 * counts[left]) / counts.received}%` }} />
              </span>
              <span className="number">{formatCount(counts[left])}</span>
            </div>
          </li>
        ))}
      </ol>
      <p className="small second">
        Each service counts once, where it was lost: what is lost and what is selected add up to what was received.
        Whether there is a number is as it stands now; all else as it was decided.
      </p>
    </section>
  )
}

function Lost({ counts, step }: { readonly counts: FunnelCounts; readonly step: keyof typeof stepTitles }) {
  const lost = counts.lost.filter(each => each.step === step)
  if (lost.length === 0) return null
  const total = lost.reduce((sum, { services }) => sum + services, 0)
  const reasons = lost.map(({ reason, services }) => `${wordsOf(reason)} ${formatCount(services)}`).join(', ')
  return (
    <p className={`small second ${styles.lost}`}>
      − {formatCount(total)} {stepTitles[step].toLowerCase()}
      {lost.length > 1 || lost[0]?.reason !== step ? `: ${reasons}` : ''}
    </p>
  )
}

function Units({ funnel }: { readonly funnel: FunnelShape }) {
  const steps = stepsFor(funnel.force)
  return (
    <section className="card stack" aria-labelledby="units-title">
      <h2 id="units-title">By unit, each with all below it</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by the keyboard */}
      <section className="scroll" tabIndex={0} aria-label="The funnel by unit">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Unit</th>
              {steps.map(({ left, title }) => (
                <th key={left} scope="col" className="number">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {funnel.units.map(({ id, name, depth, withBelow }) => (
              <tr key={id ?? 'none'}>
                <th scope="row" style={{ paddingInlineStart: 8 + depth * 16 }}>
                  {name}
                </th>
                {steps.map(({ left }) => (
                  <td key={left} className="number">
                    {formatCount(withBelow[left])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  )
}
