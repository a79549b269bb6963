import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import type { Search } from './api.ts'
import styles from './Recipients.module.css'

/** What to look for, and among whom. */
export function SearchForm({ search }: { readonly search: Search }) {
  const navigate = useNavigate()
  const [query, setQuery] = useTyped(search.query)
  const [openedFrom, setOpenedFrom] = useTyped(search.openedFrom ?? '')
  const [openedTo, setOpenedTo] = useTyped(search.openedTo ?? '')
  const [show, setShow] = useTyped(search.show ?? 'everybody')
  const isBackwards = openedFrom !== '' && openedTo !== '' && openedTo < openedFrom
  const look = (among: string) => {
    if (isBackwards) return
    void navigate({
      to: '.',
      search: {
        ...(openedFrom ? { openedFrom } : {}),
        ...(openedTo ? { openedTo } : {}),
        ...(among === 'suppressed' ? { show: among } : {}),
      },
      state: state => ({ ...state, lookedFor: { query: query.trim() } }),
    })
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    look(show)
  }
  const choose = (among: string) => {
    setShow(among)
    look(among)
  }
  return (
    <search>
      <form className={styles.search} onSubmit={submit}>
        <TextInput
          className={styles.words}
          label="Name, telephone number or log number"
          type="search"
          autoComplete="off"
          value={query}
          onChange={event => setQuery(event.currentTarget.value)}
        />
        <TextInput
          label="Incident opened from"
          type="date"
          value={openedFrom}
          onChange={event => setOpenedFrom(event.currentTarget.value)}
        />
        <TextInput
          label="To"
          type="date"
          value={openedTo}
          error={isBackwards && 'Before the first day'}
          onChange={event => setOpenedTo(event.currentTarget.value)}
        />
        <NativeSelect label="Show" value={show} onChange={event => choose(event.currentTarget.value)}>
          <option value="everybody">Everybody</option>
          <option value="suppressed">Only those not to be rung</option>
        </NativeSelect>
        <Button type="submit">Search</Button>
      </form>
    </search>
  )
}

/** What is typed into a field; when the search itself changes, by a link or by going back, what it says then. */
function useTyped(searched: string): readonly [string, (text: string) => void] {
  const [typed, setTyped] = useState(searched)
  const [before, setBefore] = useState(searched)
  if (searched !== before) {
    setBefore(searched)
    setTyped(searched)
  }
  return [typed, setTyped]
}
