using Lamina.Conformance.Layers;
using Lamina.Core;
using Lamina.Ipc.Unicast.Directory;

namespace Lamina.Conformance.Policies;

/// <summary>
/// What every directory policy owes a layer whose routing tells all members who is there. Members may remember for a while
/// what was: all that is asked for holds within a minute. Not: costs, or large layers.
/// </summary>
public abstract class DirectoryPolicySuite : PolicySuite
{
    private static readonly int[] Sizes = [1, 2, 12, 40];

    [Fact]
    public void Its_name_is_the_one_that_it_is_registered_by() =>
        OnWorlds((world, name) => Assert.All(world.Addresses, member => Assert.Equal(name, world[member].Name)));

    [Fact]
    public void What_is_registered_at_one_member_is_found_by_all() => OnWorlds((world, _) =>
    {
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal(Outcome.Ok, world.Register(world.Addresses[i % world.Addresses.Count], DirectoryWorld.Hash(i)));
        }

        for (int i = 0; i < 10; i++)
        {
            world.ExpectFound(DirectoryWorld.Hash(i), world.Addresses[i % world.Addresses.Count]);
        }

        world.ExpectFound(DirectoryWorld.Hash(10));
    });

    [Fact]
    public void What_several_members_serve_is_found_at_all_of_them() => OnWorlds((world, _) =>
    {
        Address[] owners = [.. world.Addresses.Take(3)];
        Assert.All(owners, owner => Assert.Equal(Outcome.Ok, world.Register(owner, DirectoryWorld.Hash(1))));
        world.ExpectFound(DirectoryWorld.Hash(1), owners);
        world[owners[0]].Unregister(DirectoryWorld.Hash(1), world.Now);
        world.ExpectFound(DirectoryWorld.Hash(1), owners[1..]);
    });

    [Fact]
    public void What_is_taken_back_is_gone_and_may_come_again() => OnWorlds((world, _) =>
    {
        Address owner = world.Addresses[^1];
        world.Register(owner, DirectoryWorld.Hash(1));
        world.ExpectFound(DirectoryWorld.Hash(1), owner);
        world[owner].Unregister(DirectoryWorld.Hash(1), world.Now);
        world.ExpectFound(DirectoryWorld.Hash(1));
        Assert.Equal(Outcome.Ok, world.Register(owner, DirectoryWorld.Hash(1)));
        world.ExpectFound(DirectoryWorld.Hash(1), owner);
    });

    [Fact]
    public void A_fifth_of_the_messages_may_be_lost() => OnWorlds((world, _) =>
    {
        world.Loss = 0.2;
        for (int i = 0; i < 5; i++)
        {
            Address owner = world.Addresses[i % world.Addresses.Count];
            world.Register(owner, DirectoryWorld.Hash(i));
            world.ExpectFound(DirectoryWorld.Hash(i), owner);
        }
    });

    [Fact]
    public void Questions_end_even_where_nobody_answers() => OnWorlds((world, _) =>
    {
        world.Loss = 1;
        Assert.Empty(world.Find(world.Addresses[0], DirectoryWorld.Hash(1)));
        var outcome = new RecordingOutcome();
        world[0].Register(DirectoryWorld.Hash(2), world.Now);
        world[0].AwaitPublished(DirectoryWorld.Hash(2), outcome, world.Now);
        Assert.Equal(0, outcome.Answers);
        world.Expect(() => outcome.Answers == 1, "waiting for a registration ended");
    });

    [Fact]
    public void A_member_that_leaves_takes_its_names_along_and_no_others() => OnWorlds((world, _) =>
    {
        Address leaver = world.Addresses[0];
        Address stayer = world.Addresses[^1];
        world.Register(leaver, DirectoryWorld.Hash(1));
        if (leaver == stayer)
        {
            return;
        }

        world.Register(stayer, DirectoryWorld.Hash(1));
        world.Register(stayer, DirectoryWorld.Hash(2));
        world.Remove(leaver, isLeaving: true);
        world.ExpectFound(DirectoryWorld.Hash(1), stayer);
        world.ExpectFound(DirectoryWorld.Hash(2), stayer);
    });

    [Fact]
    public void Names_outlive_a_third_of_the_members() => OnWorlds((world, _) =>
    {
        Address owner = world.Addresses[^1];
        for (int i = 0; i < 5; i++)
        {
            world.Register(owner, DirectoryWorld.Hash(i));
        }

        foreach (Address member in world.Addresses.Take(world.Addresses.Count / 3).ToArray())
        {
            world.Remove(member, isLeaving: false);
        }

        for (int i = 0; i < 5; i++)
        {
            world.ExpectFound(DirectoryWorld.Hash(i), owner);
        }
    });

    [Fact]
    public void Bytes_that_mean_nothing_change_nothing() => OnWorlds((world, _) =>
    {
        var random = new SeededRandom(1);
        Address owner = world.Addresses[0];
        world.Register(owner, DirectoryWorld.Hash(1));
        for (int i = 0; i < 500; i++)
        {
            byte[] message = new byte[random.Next(200)];
            random.Fill(message);
            world[random.Next(world.Addresses.Count)].HandleMessage(message, world.Now);
        }

        world.ExpectFound(DirectoryWorld.Hash(1), owner);
    });

    [Fact]
    public void Shutdown_answers_who_waits_and_leaves_nothing() => OnWorlds((world, _) =>
    {
        var outcome = new RecordingOutcome();
        var probe = new LastProbe();
        world.Loss = 1;
        world[0].Register(DirectoryWorld.Hash(1), world.Now);
        world[0].AwaitPublished(null, outcome, world.Now);
        world[0].Find(DirectoryWorld.Hash(2), probe, world.Now);
        foreach (Address member in world.Addresses)
        {
            world[member].Shutdown();
        }

        world.Context.Run(world.Now);
        Assert.Equal((1, 1), (outcome.Answers, probe.Answers));
        world.RunFor(Duration.FromMilliseconds(1));
        Assert.Equal((0, 0), (world.Context.Timers.Count, world.Context.Pool.RentedCount));
    });

    private void OnWorlds(Action<DirectoryWorld, string> fact) => ForEach(Catalogue.Directories, (name, policy) =>
    {
        foreach (int size in Sizes)
        {
            try
            {
                fact(new DirectoryWorld(policy, size), name);
            }
            catch (Exception failure)
            {
                throw new Xunit.Sdk.XunitException($"{size} members: {failure.Message}", failure);
            }
        }
    });

    private sealed class LastProbe : IDirectorySink
    {
        public int Answers { get; private set; }

        public void HandleFound(IReadOnlyList<Address> members, Instant now) => Answers++;
    }
}
