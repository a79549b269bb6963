import { getRouteApi } from '@tanstack/react-router'
import { businessNowOf } from '../api.ts'

const forceRoute = getRouteApi('/f/$force')

/** The year by Ringback's clock, which in the demo isn't the machine's. */
export const useThisYear = (): number => businessNowOf(forceRoute.useRouteContext().me).getUTCFullYear()
