import { useQuery } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { softphoneQuery, type Who } from '../api.ts'
import { faultOf, type Phone, type PhoneView } from './phone.ts'

export interface InPage {
  readonly phone: Phone | null
  readonly view: PhoneView
  /** Why there is no telephone in the page: numbers are then dialled by link. */
  readonly fault: string | null
}

const noPhone: PhoneView = { line: 'connecting', ring: null }
const nothing = () => () => undefined
const readNothing = () => noPhone

/** The telephone in the page, where the force dials so, from when a call is taken until it is left: then it hangs up. */
export function usePhone(who: Who, isWanted: boolean): InPage {
  const account = useQuery({ ...softphoneQuery(who), enabled: isWanted })
  const [phone, setPhone] = useState<Phone | null>(null)
  const [broken, setBroken] = useState<string | null>(null)
  const { data } = account
  useEffect(() => {
    if (!data || !isWanted) return
    let opened: Phone | undefined
    let isLeft = false
    import('./softphone.ts').then(
      ({ openSoftphone }) => {
        if (isLeft) return
        opened = openSoftphone(data)
        setPhone(opened)
      },
      () => setBroken('The telephone of this page could not be loaded.'),
    )
    return () => {
      isLeft = true
      opened?.close()
      setPhone(null)
    }
  }, [data, isWanted])
  const view = useSyncExternalStore(phone?.subscribe ?? nothing, phone?.read ?? readNothing)
  return { phone, view, fault: broken ?? account.error?.message ?? faultOf(view) }
}
