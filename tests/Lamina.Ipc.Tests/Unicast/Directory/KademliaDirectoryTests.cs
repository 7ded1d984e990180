using Google.Protobuf;
using Lamina.Core;
using Lamina.Ipc.Unicast.Directory.Kademlia;
using Lamina.Wire.Directory;

namespace Lamina.Ipc.Tests.Unicast.Directory;

/// <summary>What a directory promises to its member, case by case.</summary>
public class KademliaDirectoryTests
{
    [Fact]
    public void Alone_a_member_finds_its_own_names_without_a_message()
    {
        var net = new DirectoryNet(1);
        Address self = net.Add();
        Assert.Equal(Outcome.Ok, net.Register(self, DirectoryNet.Hash(1)));
        Assert.Equal([self], net.Find(self, DirectoryNet.Hash(1)));
        Assert.Empty(net.Find(self, DirectoryNet.Hash(2)));
        Assert.Equal(0, net.Messages);
    }

    [Fact]
    public void What_was_registered_alone_is_published_when_others_come()
    {
        var net = new DirectoryNet(2);
        Address first = net.Add();
        Assert.Equal(Outcome.Ok, net.Register(first, DirectoryNet.Hash(1)));
        Address second = net.Add();
        net.TellMembers();
        Assert.Equal(Outcome.Ok, net.Await(first, null));
        Assert.Contains(net.Members[second].Describe(net.Now), entry => entry.Member == first);
    }

    [Fact]
    public void Registered_means_that_every_home_has_acknowledged()
    {
        var net = new DirectoryNet(3);
        net.Grow(300);
        net.RunFor(Duration.FromSeconds(5));
        NameHash hash = DirectoryNet.Hash(1);
        Instant before = net.Now;
        Assert.Equal(Outcome.Ok, net.Register(net.Any(), hash));
        Assert.InRange((net.Now - before).Milliseconds, 1, 500);
        Assert.All(net.Nearest(hash).Take(8), home => Assert.Single(net.Members[home].Describe(net.Now)));
    }

    // A newcomer has all routes as soon as its neighbour tells it the layer; others have one to it when they have computed
    // theirs, up to a second later in a layer that many join at once. Until then they hear it and their answers are lost.
    [Theory]
    [InlineData(21, 0, 0.3)]
    [InlineData(22, 0, 2.0)]
    [InlineData(23, 1, 1.0)]
    [InlineData(24, 2, 1.0)]
    [InlineData(25, 3, 2.0)]
    public void Registered_means_that_others_find_it_also_where_few_had_a_route_to_the_newcomer(ulong seed, int few, double seconds)
    {
        const int Names = 10;
        var net = new DirectoryNet(seed);
        net.Grow(60);
        net.RunFor(Duration.FromSeconds(5));
        Address newcomer = net.AddUnheard(few);
        for (int i = 0; i < Names; i++)
        {
            net.Members[newcomer].Register(DirectoryNet.Hash(i), net.Now);
        }

        net.RunFor(Duration.FromSeconds(seconds));
        net.HearAll(newcomer);
        Assert.Equal(Outcome.Ok, net.Await(newcomer, null));
        net.RunFor(Duration.FromSeconds(2));
        foreach (Address asker in net.Members.Keys.ToArray())
        {
            for (int i = 0; i < Names; i++)
            {
                Assert.True(net.Find(asker, DirectoryNet.Hash(i)).SequenceEqual([newcomer]), $"{asker}, name {i}, {net.Now}");
            }
        }
    }

    [Theory]
    [InlineData(31, 0, 1.0)]
    [InlineData(32, 2, 1.0)]
    public void A_newcomer_is_not_told_that_nobody_serves_a_name_because_few_can_answer_it(ulong seed, int few, double seconds)
    {
        var net = new DirectoryNet(seed);
        net.Grow(60);
        net.RunFor(Duration.FromSeconds(5));
        Address owner = net.Any();
        Assert.Equal(Outcome.Ok, net.Register(owner, DirectoryNet.Hash(1)));
        Address newcomer = net.AddUnheard(few);
        net.RunFor(Duration.FromMilliseconds(100));
        net.After(Duration.FromSeconds(seconds), () => net.HearAll(newcomer));
        Assert.Equal([owner], net.Find(newcomer, DirectoryNet.Hash(1)));
    }

    [Fact]
    public void Where_all_homes_are_deaf_registering_says_so_in_time()
    {
        var net = new DirectoryNet(4);
        net.Grow(20);
        net.RunFor(Duration.FromSeconds(5));
        net.Loss = 1;
        Instant before = net.Now;
        Assert.Equal(OutcomeCode.Timeout, net.Register(net.Any(), DirectoryNet.Hash(1)).Code);
        Assert.Empty(net.Find(net.Any(), DirectoryNet.Hash(2)));
        Assert.InRange((net.Now - before).TotalSeconds, 0, 12);
        net.Loss = 0;
        net.RunFor(Duration.FromSeconds(30));
        Assert.Single(net.Find(net.Any(), DirectoryNet.Hash(1)));
    }

    [Fact]
    public void A_question_and_its_repetition_cost_one_look_up()
    {
        var net = new DirectoryNet(5);
        net.Grow(100);
        NameHash hash = DirectoryNet.Hash(1);
        Address owner = net.Any();
        net.RunFor(Duration.FromSeconds(5));
        Assert.Equal(Outcome.Ok, net.Register(owner, hash));
        Address asker = net.Nearest(hash).Last();
        KademliaDirectory directory = net.Members[asker];
        long before = directory.Counters.LookUps;
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal([owner], net.Find(asker, hash));
        }

        Assert.Equal((before + 1, 4L), (directory.Counters.LookUps, directory.Counters.CacheHits));
        net.RunFor(Duration.FromSeconds(11));
        Assert.Equal([owner], net.Find(asker, hash));
        Assert.Equal(before + 2, directory.Counters.LookUps);
    }

    [Fact]
    public void Who_failed_is_dropped_and_when_all_have_every_home_is_asked()
    {
        var net = new DirectoryNet(6);
        net.Grow(100);
        net.RunFor(Duration.FromSeconds(5));
        NameHash hash = DirectoryNet.Hash(1);
        Address[] owners = [.. net.Members.Keys.Take(3)];
        foreach (Address owner in owners)
        {
            Assert.Equal(Outcome.Ok, net.Register(owner, hash));
        }

        Address asker = net.Nearest(hash).Last();
        Assert.Equal(owners, net.Find(asker, hash));
        net.Members[asker].HandleFailed(hash, owners[1], net.Now);
        Assert.Equal([owners[0], owners[2]], net.Find(asker, hash));
        net.Members[asker].HandleFailed(hash, owners[0], net.Now);
        net.Members[asker].HandleFailed(hash, owners[2], net.Now);
        long before = net.Messages;
        Assert.Equal(owners, net.Find(asker, hash));
        Assert.InRange(net.Messages - before, 16, 60);
    }

    [Fact]
    public void What_is_taken_back_is_not_found_and_comes_again()
    {
        var net = new DirectoryNet(7) { Loss = 0.1 };
        net.Grow(60);
        NameHash hash = DirectoryNet.Hash(1);
        Address owner = net.Any();
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(Outcome.Ok, net.Register(owner, hash));
            Assert.Equal([owner], net.Find(net.Any(), hash));
            net.Members[owner].Unregister(hash, net.Now);
            net.RunFor(Duration.FromSeconds(30));
            Assert.All(net.Members.Keys.ToArray(), member => Assert.Empty(net.Find(member, hash)));
        }
    }

    [Fact]
    public void A_member_that_leaves_takes_its_names_along_and_one_that_comes_back_under_its_address_is_believed()
    {
        var net = new DirectoryNet(8);
        net.Grow(40);
        Address owner = net.Any();
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(Outcome.Ok, net.Register(owner, DirectoryNet.Hash(i)));
        }

        net.Leave(owner);
        Assert.Empty(net.Find(net.Any(), DirectoryNet.Hash(4)));
        net.Add(owner);
        net.TellMembers();
        Assert.Equal(Outcome.Ok, net.Register(owner, DirectoryNet.Hash(4)));
        net.RunFor(Duration.FromSeconds(3));
        Assert.Equal([owner], net.Find(net.Any(), DirectoryNet.Hash(4)));
        Assert.Empty(net.Find(net.Any(), DirectoryNet.Hash(3)));
    }

    [Fact]
    public void A_member_does_not_pick_itself_by_what_others_remember()
    {
        var net = new DirectoryNet(9);
        net.Grow(40);
        Address owner = net.Any();
        NameHash hash = DirectoryNet.Hash(1);
        Assert.Equal(Outcome.Ok, net.Register(owner, hash));
        net.Kill(owner);
        net.Add(owner);
        net.TellMembers();
        net.RunFor(Duration.FromSeconds(3));
        Assert.Empty(net.Find(owner, hash));
    }

    [Fact]
    public void Homes_that_are_deaf_are_replaced()
    {
        var net = new DirectoryNet(10);
        net.Grow(60);
        net.RunFor(Duration.FromSeconds(5));
        NameHash hash = DirectoryNet.Hash(1);
        Address owner = net.Any();
        Assert.Equal(Outcome.Ok, net.Register(owner, hash));
        Address[] homes = [.. net.Nearest(hash).Where(member => member != owner).Take(8)];
        foreach (Address home in homes)
        {
            net.Deafen(home);
        }

        net.RunFor(Duration.FromSeconds(150));
        foreach (Address asker in net.Members.Keys.Where(member => member != owner && !homes.Contains(member)).ToArray())
        {
            Assert.Equal([owner], net.Find(asker, hash));
        }
    }

    [Fact]
    public void One_member_cannot_take_back_anothers_name_nor_fill_the_store()
    {
        var net = new DirectoryNet(11);
        net.Grow(3);
        Address[] members = [.. net.Members.Keys];
        NameHash hash = DirectoryNet.Hash(1);
        Assert.Equal(Outcome.Ok, net.Register(members[0], hash));
        net.Deliver(members[1], Store(members[2], hash, withdrawn: true, serving: members[0]));
        Assert.Equal([members[0]], net.Find(members[1], hash));
        for (int i = 0; i < 5000; i++)
        {
            net.Deliver(members[1], Store(members[2], DirectoryNet.Hash(100 + i), withdrawn: false));
        }

        Assert.Equal(5000 - 4096, net.Members[members[1]].Counters.StoreDrops);
        for (ulong i = 0; i < 40; i++)
        {
            net.Deliver(members[1], Store(new Address(1000 + i), DirectoryNet.Hash(2), withdrawn: false));
        }

        Assert.Equal(32, net.Find(members[1], DirectoryNet.Hash(2)).Count);
        Assert.Equal(5000 - 4096 + 8, net.Members[members[1]].Counters.StoreDrops);
    }

    [Fact]
    public void Any_bytes_are_taken_and_those_without_meaning_are_counted()
    {
        const ulong Seed = 12;
        var net = new DirectoryNet(Seed);
        net.Grow(20);
        Address[] members = [.. net.Members.Keys];
        byte[][] models =
        [
            Store(members[1], DirectoryNet.Hash(1), withdrawn: false),
            new DirectoryMessage { Sender = 5, Cookie = 1, Find = new FindEntries { Hash = DirectoryCodec.ToBytes(DirectoryNet.Hash(1)) } }.ToByteArray(),
            new DirectoryMessage { Sender = 5, FindMembers = new FindMembers { Key = 77 } }.ToByteArray(),
            new DirectoryMessage { Sender = members[2].Value, Cookie = 9, FoundMembers = new FoundMembers { Closer = { 1, 2, members[3].Value } } }.ToByteArray(),
            new DirectoryMessage { Sender = members[2].Value, Cookie = 9, Stored = new StoreAcknowledgement { Sequence = ulong.MaxValue } }.ToByteArray(),
        ];
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = [.. models[net.Random.Next(models.Length)]];
            for (int flips = net.Random.Next(4); flips > 0; flips--)
            {
                bytes[net.Random.Next(bytes.Length)] = (byte)net.Random.NextUInt64();
            }

            net.Deliver(members[0], bytes.AsSpan(0, net.Random.Next(10) == 0 ? net.Random.Next(bytes.Length) : bytes.Length));
        }

        Assert.InRange(net.Members[members[0]].Counters.Malformed, 100, 20_000);
        Assert.Equal(Outcome.Ok, net.Register(members[0], DirectoryNet.Hash(3)));
        Assert.Equal([members[0]], net.Find(members[5], DirectoryNet.Hash(3)));
    }

    private static byte[] Store(Address sender, NameHash hash, bool withdrawn, Address serving = default) => new DirectoryMessage
    {
        Sender = sender.Value,
        Store = new StoreEntry
        {
            Hash = DirectoryCodec.ToBytes(hash),
            Sequence = 1_000,
            Lifetime = 60_000,
            Withdrawn = withdrawn,
            Member = serving.Value,
        },
    }.ToByteArray();
}
