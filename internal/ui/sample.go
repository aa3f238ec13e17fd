package ui

import (
	"time"

	"linli/internal/assets"
	"linli/internal/clock"
)

// What the style guide shows. The people are invented.

var sampleNow = time.Date(2026, 11, 20, 10, 0, 0, 0, clock.Zone)

type sampleMatter struct {
	No, Title, Kind, Place, Who string
	Status                      Status
	Due                         time.Time
	Used                        int
	Urgent                      bool
}

func (p Page) sampleMatters() []sampleMatter {
	in := func(d time.Duration) time.Time { return sampleNow.Add(d) }
	kinds := [3]string{p.T("公共设施", "Shared facilities"), p.T("消防安全", "Fire safety"), p.T("微心愿", "Small wish")}
	places := [3]string{p.T("梧桐里 3 幢", "Wutong Lane, building 3"), p.T("梧桐里 7 幢 1 单元", "Wutong Lane, building 7, unit 1"), p.T("香樟苑北门", "Camphor Court, north gate")}
	return []sampleMatter{
		{"2026-0482", p.T("三号楼电梯修好后又停了", "The lift in building 3 has stopped again"), kinds[0], places[0], p.T("周海燕", "Zhou Haiyan"), Overdue, in(-135 * time.Minute), 100, true},
		{"2026-0481", p.T("楼道堆放杂物，堵住消防通道", "Things piled up in the stairwell block the way out"), kinds[1], places[1], p.T("王志强", "Wang Zhiqiang"), Doing, in(100 * time.Minute), 92, true},
		{"2026-0480", p.T("小区北门路灯连着三晚不亮", "The lamp at the north gate has been dark for three nights"), kinds[0], places[2], p.T("刘洋", "Liu Yang"), Assigned, in(15 * time.Hour), 38, false},
		{"2026-0479", p.T("独居老人想要有人陪着去配眼镜", "An elder living alone would like company to the optician"), kinds[2], places[1], p.T("孙丽华", "Sun Lihua"), Verify, in(55 * time.Hour), 60, false},
		{"2026-0478", p.T("健身器材松动", "The exercise equipment is loose"), kinds[0], places[2], "", New, in(9 * 24 * time.Hour), 4, false},
		{"2026-0477", p.T("非机动车占了盲道", "Bicycles stand on the tactile paving"), kinds[0], places[2], p.T("刘洋", "Liu Yang"), Done, time.Time{}, -1, false},
	}
}

func (p Page) sampleEvents() []Event {
	at := func(h int) time.Time { return sampleNow.Add(-time.Duration(h) * time.Hour) }
	return []Event{
		{At: at(28), Status: New, Icon: "message-plus", Title: p.T("居民提出", "Raised by a resident"), Who: p.T("李建国，3 幢 2 单元", "Li Jianguo, building 3, unit 2"), Text: p.T("昨天修好，今天早上又停了。\n老人下不了楼。", "Mended yesterday, stopped again this morning.\nElders cannot get down."), Photos: p.samplePhotos()[:2]},
		{At: at(27), Status: Assigned, Title: p.T("受理并派单", "Accepted and assigned"), Who: p.T("沈静，社区工作者", "Shen Jing, community worker")},
		{At: at(20), Status: Doing, Title: p.T("到现场", "On the spot"), Who: p.T("周海燕，网格员", "Zhou Haiyan, grid worker"), Text: p.T("门机皮带断了，配件明天到。", "The door belt is torn; the part comes tomorrow.")},
		{At: at(3), Status: Suspended, Title: p.T("挂起，等配件", "Suspended, waiting for the part"), Who: p.T("沈静，社区工作者", "Shen Jing, community worker")},
	}
}

func (p Page) samplePhotos() []Photo {
	return []Photo{
		{Src: samplePicture(), Alt: p.T("停在一楼的电梯", "The lift, stopped on the ground floor"), Caption: p.T("办理前", "Before")},
		{Src: samplePicture(), Alt: p.T("贴着告示的电梯门", "The lift's door with a notice on it"), Caption: p.T("办理后", "After")},
		{Src: samplePicture(), Alt: p.T("换下来的皮带", "The belt that was replaced")},
	}
}

// samplePicture is the one picture that every server has.
func samplePicture() string { return assets.URL("favicon.svg") }

func (p Page) sampleSteps() []Step {
	return []Step{
		{p.T("提出", "Raised"), p.T("11-19 06:10", "19 Nov 06:10"), Passed},
		{p.T("受理", "Accepted"), p.T("沈静", "Shen Jing"), Passed},
		{p.T("派单", "Assigned"), "", Skipped},
		{p.T("办理", "Being handled"), p.T("周海燕", "Zhou Haiyan"), Here},
		{p.T("核实", "Verified"), "", Ahead},
		{p.T("评价", "Rated"), "", Ahead},
	}
}

func (p Page) sampleSorts() []Option {
	return []Option{
		{Value: "road", Label: p.T("道路设施", "Roads"), Icon: "road"},
		{Value: "trash", Label: p.T("垃圾清运", "Rubbish"), Icon: "trash"},
		{Value: "water", Label: p.T("水电燃气", "Water, power, gas"), Icon: "droplet"},
		{Value: "noise", Label: p.T("噪音扰民", "Noise"), Icon: "volume"},
		{Value: "parking", Label: p.T("车辆停放", "Parking"), Icon: "parking"},
		{Value: "fire", Label: p.T("消防安全", "Fire safety"), Icon: "flame"},
		{Value: "care", Label: p.T("助老服务", "Help for elders"), Icon: "heart-handshake"},
		{Value: "other", Label: p.T("其他", "Other"), Icon: "dots"},
	}
}

func (p Page) samplePlaces(n int) []Option {
	var all []Option
	for b := 1; len(all) < n; b++ {
		for u := 1; u <= 4 && len(all) < n; u++ {
			all = append(all, Option{
				Value: itoa(b*10 + u),
				Label: p.T(itoa(b)+" 幢 "+itoa(u)+" 单元", "Building "+itoa(b)+", unit "+itoa(u)),
				Group: p.T(itoa(b)+" 幢", "Building "+itoa(b)),
			})
		}
	}
	return all
}

// sampleQueueChips are the ways to see the queue.
func (p Page) sampleChips() []NavItem {
	items := []NavItem{{Href: "#all", Label: p.T("全部", "All"), Count: 136, Current: true}}
	for i, s := range []Status{New, Assigned, Doing, Verify, Overdue} {
		items = append(items, NavItem{Href: "#" + string(s), Label: p.Say(s.Text()), Count: 24 - 5*i})
	}
	return append(items, NavItem{Href: "#lapsed", Label: p.Say(Lapsed.Text())})
}

// withSamples fills in what the guide's own page leaves empty.
func (p Page) withSamples() Page {
	if p.RealmTitle == "" {
		p.RealmTitle = p.T("梧桐里社区", "Wutong Lane community")
	}
	if p.Person == "" {
		p.Person, p.Post = p.T("沈静", "Shen Jing"), p.T("社区工作者", "Community worker")
	}
	return p
}
