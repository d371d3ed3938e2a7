import type { OutlineNode } from './outline-tree.ts'

/**
 * "A", "B", … "F" as headings over what each of them asks for; a heading below the last ("Incomplete") is one more.
 * Letters alone may be answers, so at least four must stand in their order, and end with a grade that fails.
 */
export function letterGrades(nodes: readonly OutlineNode[]): OutlineNode[] | undefined {
  const grades = nodes.filter(({ title, children }) => /^[A-F]$/.test(title) && children.length > 0)
  const letters = grades.map(({ title }) => title).join('')
  if (!/^AB(?:C|CD|CDE|D)?[EF]$/.test(letters) || grades.length < 4) return undefined
  return grades.flatMap((grade) => {
    const others = grade.children.filter(({ rank }) => rank < 9)
    const own = grade.children.filter((child) => !others.includes(child))
    return [{ ...grade, children: own }, ...others].map((node) => ({
      ...node,
      level: { head: { label: node.title, strength: 1 }, descriptor: '' },
    }))
  })
}
