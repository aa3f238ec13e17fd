package web

import (
	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/ui"
)

// titled gives an error page its heading.
func titled(p ui.Page, f *fault.Error) ui.Page {
	switch f.Kind {
	case fault.NotFound:
		p.Title = p.T("没有找到", "Not found")
	case fault.Forbidden, fault.Method:
		p.Title = p.T("不能这样做", "Not allowed")
	case fault.Unavailable, fault.TooMany:
		p.Title = p.T("请稍后再试", "Please try again shortly")
	case fault.Internal:
		p.Title = p.T("系统出了点问题", "Something went wrong")
	default:
		p.Title = p.T("没有办成", "That did not work")
	}
	return p
}

// next says what can be done after a fault.
func next(k fault.Kind) lang.Text {
	switch k {
	case fault.NotFound:
		return lang.T("可能地址写错了，或者这件事不对您公开。", "The address may be wrong, or this is not open to you.")
	case fault.Method:
		return lang.T("请从页面上的按钮提交，或者直接打开这个地址。", "Use the button on the page, or open the address itself.")
	case fault.Forbidden:
		return lang.T("如果这应该由您来办，请找社区工作人员看看您的岗位。", "If this should be yours to do, ask the community to look at your post.")
	case fault.Conflict:
		return lang.T("请返回上一页，刷新后再看。", "Go back, reload and look again.")
	case fault.Unavailable, fault.TooMany, fault.Internal:
		return lang.T("您可以返回上一页再提交一次，不会重复登记。", "You can go back and send it again; it will not be registered twice.")
	}
	return lang.T("请返回上一页改一改再提交。", "Go back, mend it and send it again.")
}

// homeButton stands back where there is something better to do.
func homeButton(typed *resend) ui.Look {
	if typed != nil {
		return ui.Plain
	}
	return ui.Primary
}

func homeOf(p ui.Page) string { return "/" + p.Realm }
