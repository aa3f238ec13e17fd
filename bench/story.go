package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"linli/internal/access"
	"linli/internal/app"
	"linli/internal/clock"
	"linli/internal/matter"
	"linli/internal/store"
)

// act is one move of a story.
type act struct {
	by   func(*town, *access.Identity) *access.Identity
	move matter.Act
}

// story is how matters of a kind usually go: one draft, and the moves to its end.
type story struct {
	share int // of a hundred
	draft func(*town) matter.Draft
	by    func(*town, *access.Identity) *access.Identity
	acts  func(*town) []act
}

func byWorker(t *town, _ *access.Identity) *access.Identity { return t.worker }
func bySecond(t *town, _ *access.Identity) *access.Identity { return t.second }
func byGrid(t *town, _ *access.Identity) *access.Identity   { return t.grid }
func byMember(t *town, _ *access.Identity) *access.Identity { return t.member }
func byRaiser(_ *town, r *access.Identity) *access.Identity { return r }

func move(by func(*town, *access.Identity) *access.Identity, name, note string, fields map[string]any) act {
	return act{by, matter.Act{Move: name, Note: note, Fields: fields}}
}

var rated = map[string]any{"rating": 5}

var stories = []story{
	{40, func(t *town) matter.Draft {
		return t.draft("haiyue/incident", true, map[string]any{"sort": pick(t, "facilities", "environment", "safety", "order", "parking")})
	}, byGrid, func(t *town) []act {
		return []act{move(byGrid, "settle", "当场处理好了", map[string]any{"done_count": 1})}
	}},
	{15, func(t *town) matter.Draft {
		return t.draft("haiyue/incident", true, map[string]any{"sort": pick(t, "facilities", "environment", "safety")})
	}, byRaiser, func(t *town) []act {
		return []act{move(byWorker, "dispatch", "", map[string]any{"worker": t.Worker}), move(byWorker, "begin", "", nil),
			move(byWorker, "finish", "已换新并清理现场", map[string]any{"done_count": 2}), move(bySecond, "verify", "", nil)}
	}},
	{20, func(t *town) matter.Draft {
		return t.draft("haiyue/request", false, map[string]any{"sort": pick(t, "help", "complaint", "advice"), "phone": "0570-000000"})
	}, byRaiser, func(t *town) []act {
		return []act{move(byWorker, "accept", "", map[string]any{"worker": t.Worker}), move(byWorker, "progress", "已联系物业，明天上门", nil),
			move(byWorker, "finish", "已修好，楼道清过了", nil), move(byRaiser, "appraise", "", rated)}
	}},
	{15, func(t *town) matter.Draft {
		return t.draft("nanmen/wish", false, map[string]any{"sort": "wish", "wish": t.text(20)})
	}, byRaiser, func(t *town) []act {
		return []act{move(byWorker, "place", "", nil), move(byMember, "accept", "", nil), move(byMember, "finish", "已送到家里", nil), move(byRaiser, "appraise", "", rated)}
	}},
	{10, func(t *town) matter.Draft { return t.draft("haiyue/question", false, nil) }, byRaiser, func(t *town) []act {
		return []act{move(byWorker, "answer", "带身份证到一楼窗口即可", nil)}
	}},
}

func pick(t *town, of ...string) string { return of[t.dice.IntN(len(of))] }

var phrases = strings.Fields("楼道的灯不亮了 晚上看不清台阶 下雨天井盖边上积水 电梯口堆了纸箱 轮椅过不去 单元门关不严 水表间有滴水声 希望尽快看看 已经有几天了 老人走路不方便 孩子们常在这里玩 树枝挡住了路牌 快递车占了消防通道 想问问怎么办理 谢谢你们")

// text is some n characters of plain talk.
func (t *town) text(n int) string {
	var b strings.Builder
	for b.Len() < n*3 {
		if b.Len() > 0 {
			b.WriteString("，")
		}
		b.WriteString(phrases[t.dice.IntN(len(phrases))])
	}
	return b.String()
}

func (t *town) draft(kind string, placed bool, fields map[string]any) matter.Draft {
	d := matter.Draft{Kind: kind, Title: t.text(6), Body: t.text(20 + t.dice.IntN(60)), Fields: fields}
	if placed || t.dice.IntN(2) == 0 {
		d.Place = t.Places[t.dice.IntN(len(t.Places))]
	}
	return d
}

// begun is a matter and what is still to come of it.
type begun struct {
	number int64
	raiser *access.Identity
	acts   []act
}

// play raises n matters at a moment and moves them on, an hour between moves. When fresh, most are left where they are
// on their way; of the others one in fifty is.
func (t *town) play(ctx context.Context, a *app.App, hand *clock.Manual, at time.Time, n int, fresh bool) error {
	return a.DB.Tx(ctx, func(tx *store.Tx) error {
		hand.Set(at)
		var all []begun
		for range n {
			st := t.story()
			raiser := t.residents[t.dice.IntN(len(t.residents))]
			m, _, err := a.Matters.Raise(ctx, tx, st.by(t, raiser), t.ID, "community", st.draft(t))
			if err != nil {
				return fmt.Errorf("raise: %w", err)
			}
			acts := st.acts(t)
			if fresh && t.dice.IntN(3) > 0 || t.dice.IntN(50) == 0 {
				acts = acts[:t.dice.IntN(len(acts))]
			}
			all = append(all, begun{m.Number, raiser, acts})
		}
		for round := 0; ; round++ {
			hand.Set(hand.Now().Add(10 * time.Minute))
			some := false
			for _, b := range all {
				if round >= len(b.acts) {
					continue
				}
				some = true
				x := b.acts[round]
				if _, err := a.Matters.Move(ctx, tx, x.by(t, b.raiser), matter.Ref{Realm: t.ID, Number: b.number}, x.move); err != nil {
					return fmt.Errorf("%s: %w", x.move.Move, err)
				}
			}
			if !some {
				return nil
			}
		}
	})
}

func (t *town) story() story {
	n := t.dice.IntN(100)
	for _, s := range stories {
		if n -= s.share; n < 0 {
			return s
		}
	}
	return stories[0]
}
