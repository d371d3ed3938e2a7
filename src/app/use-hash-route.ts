import { useSyncExternalStore } from 'react'

export const routes = ['resume', 'rubrics'] as const
export type Route = (typeof routes)[number]

/** The area that the address names (`#/rubrics`); anything else is the resume. */
export function useHashRoute(): Route {
  return useSyncExternalStore(subscribe, current)
}

function current(): Route {
  const name = location.hash.replace(/^#\/?/, '')
  return routes.find((route) => route === name) ?? 'resume'
}

function subscribe(onChange: () => void) {
  addEventListener('hashchange', onChange)
  return () => removeEventListener('hashchange', onChange)
}
