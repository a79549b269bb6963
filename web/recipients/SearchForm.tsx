import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import type { Search } from './api.ts'
import styles from './Recipients.module.css'

/** What to look for, and among whom. */
export function SearchForm({ search }: { readonly search: Search }) {
  const navigate = useNavigate()
  const [query, setQuery] = useState(search.query)
  const [openedFrom, setOpenedFrom] = useState(search.openedFrom ?? '')
  const [openedTo, setOpenedTo] = useState(search.openedTo ?? '')
  const isBackwards = openedFrom !== '' && openedTo !== '' && openedTo < openedFrom
  const go = (show: string | undefined) =>
    navigate({
      to: '.',
      search: {
        ...(openedFrom ? { openedFrom } : {}),
        ...(openedTo ? { openedTo } : {}),
        ...(show === 'suppressed' ? { show } : {}),
      },
      state: state => ({ ...state, lookedFor: { query: query.trim() } }),
    })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!isBackwards) void go(search.show)
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
        <NativeSelect
          label="Show"
          value={search.show ?? 'everybody'}
          onChange={event => void go(event.currentTarget.value)}
        >
          <option value="everybody">Everybody</option>
          <option value="suppressed">Only those not to be rung</option>
        </NativeSelect>
        <Button type="submit">Search</Button>
      </form>
    </search>
  )
}
