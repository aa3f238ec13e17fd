package ui

// ratings are the words for one to five stars.
func (p Page) ratings() []string {
	return []string{
		p.T("很不满意", "Very poor"),
		p.T("不满意", "Poor"),
		p.T("一般", "Fair"),
		p.T("满意", "Good"),
		p.T("很满意", "Very good"),
	}
}

func choiceLook(options []Option) string {
	for _, o := range options {
		if o.Hint != "" {
			return "rows"
		}
	}
	for _, o := range options {
		if o.Icon != "" {
			return "tiles"
		}
	}
	return "words"
}
