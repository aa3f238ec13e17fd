package playbook

func check(p *Playbook, broken map[string]bool) Problems {
	for _, k := range p.Kinds {
		for _, m := range k.Moves {
			if m.When != nil {
				m.When.compile(ruleEnv(k))
			}
		}
	}
	return nil
}
