import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTitle } from '../ui/PageHeader.tsx'
import { ErrorState, Loading } from '../ui/States.tsx'
import type { CallBack } from './api.ts'
import { currentCallQuery, summaryQuery } from './api.ts'
import { BetweenCalls, type Finished } from './BetweenCalls.tsx'
import { CallInHand } from './CallInHand.tsx'

const forceRoute = getRouteApi('/f/$force')

/** The interviewer's workstation: between calls, or with one in hand. */
export function Workstation() {
  useTitle('Calls')
  const { force } = forceRoute.useParams()
  const query = useQuery(currentCallQuery(force))
  const [finished, setFinished] = useState<Finished | null>(null)
  const client = useQueryClient()
  const hold = (call: CallBack | null) => {
    client.setQueryData(currentCallQuery(force).queryKey, call)
    void client.invalidateQueries({ queryKey: summaryQuery(force).queryKey })
  }
  if (query.isPending)
    return (
      <div className="page">
        <Loading what="your call" />
      </div>
    )
  if (query.isError)
    return (
      <div className="page">
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </div>
    )
  if (query.data)
    return (
      <CallInHand
        key={query.data.id}
        call={query.data}
        onChange={hold}
        onFinish={how => {
          setFinished(how)
          hold(null)
        }}
      />
    )
  return (
    <BetweenCalls
      force={force}
      finished={finished}
      onClaim={call => {
        setFinished(null)
        hold(call)
      }}
    />
  )
}
