import { getRouteApi } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { Who } from './api.ts'

const forceRoute = getRouteApi('/f/$force')

/** The interviewer whose page this is, whoever is signed in in the browser by now. */
export function useWho(): Who {
  const { me } = forceRoute.useRouteContext()
  const { force } = forceRoute.useParams()
  const as = me.user.id
  return useMemo(() => ({ force, as }), [force, as])
}
