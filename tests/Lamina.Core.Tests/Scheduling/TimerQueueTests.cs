namespace Lamina.Core.Tests.Scheduling;

public class TimerQueueTests
{
    [Fact]
    public void Timers_fire_in_order_and_ties_in_the_order_of_setting()
    {
        var queue = new TimerQueue();
        var log = new List<string>();
        Machine a = new(queue, "a", log), b = new(queue, "b", log), c = new(queue, "c", log);
        c.Timer.Set(new Instant(10));
        a.Timer.Set(new Instant(10));
        b.Timer.Set(new Instant(5));
        Assert.Equal(new Instant(5), queue.NextTimeout);
        queue.Run(new Instant(10));
        Assert.Equal(["b", "c", "a"], log);
        Assert.Equal(Instant.Never, queue.NextTimeout);
    }

    [Fact]
    public void Random_settings_agree_with_a_list()
    {
        for (ulong seed = 1; seed <= 300; seed++)
        {
            var random = new SeededRandom(seed);
            var queue = new TimerQueue();
            var log = new List<string>();
            Machine[] machines = [.. Enumerable.Range(0, 20).Select(i => new Machine(queue, $"{i}", log))];
            long now = 0;
            for (int step = 0; step < 200; step++)
            {
                Machine machine = machines[random.Next(machines.Length)];
                switch (random.Next(5))
                {
                    case 0:
                        machine.Timer.Stop();
                        break;
                    case 1:
                        machine.Timer.Remove();
                        break;
                    case 2:
                        now += random.Next(50);
                        string[] due = [.. machines.Where(m => m.Timer.Deadline <= new Instant(now)).Select(m => m.Name).Order()];
                        log.Clear();
                        Assert.True(queue.NextTimeout <= machines.Min(m => m.Timer.Deadline), $"seed {seed}: the queue would oversleep");
                        Assert.True(queue.Run(new Instant(now)));
                        Assert.True(due.SequenceEqual(log.Order()), $"seed {seed}, step {step}");
                        break;
                    default:
                        machine.Timer.Set(new Instant(now + random.Next(100)));
                        break;
                }
            }

            foreach (Machine machine in machines)
            {
                machine.Timer.Remove();
            }

            Assert.Equal(0, queue.Count);
        }
    }

    [Fact]
    public void A_machine_that_sets_its_timer_to_now_does_not_stop_the_others()
    {
        var queue = new TimerQueue();
        var greedy = new Machine(queue, "g", []);
        greedy.OnTimeout = now => greedy.Timer.Set(now);
        greedy.Timer.Set(Instant.Zero);
        Assert.False(queue.Run(Instant.Zero, budget: 100));
    }

    private sealed class Machine : ITimed
    {
        private readonly List<string> _log;

        public Machine(TimerQueue queue, string name, List<string> log)
        {
            Timer = new MachineTimer(queue, this);
            Name = name;
            _log = log;
        }

        public string Name { get; }

        public MachineTimer Timer { get; }

        public Action<Instant>? OnTimeout { get; set; }

        public void HandleTimeout(Instant now)
        {
            _log.Add(Name);
            OnTimeout?.Invoke(now);
        }
    }
}
