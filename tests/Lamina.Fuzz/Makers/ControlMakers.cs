using Google.Protobuf;
using Lamina.Core;
using Lamina.Security.Tickets;
using Lamina.Wire;
using Lamina.Wire.Connections;
using Lamina.Wire.Directory;
using Lamina.Wire.Enrolment;
using Lamina.Wire.Routing;

namespace Lamina.Fuzz.Makers;

/// <summary>What IPC processes say to each other: connections, enrolment, routing, the directory.</summary>
internal static class ControlMakers
{
    public static IEnumerable<KeyValuePair<string, Maker>> All =>
    [
        new("connection hello", random => AllocationMakers.Write(to => Hello(random).Write(to))),
        new("link claim", random => random.Bytes(LinkClaim.Length, LinkClaim.Length)),
        new("link consent", random => random.Bytes(LinkConsent.Length, LinkConsent.Length)),
        new("claim: opening", random => [random.Byte(), .. random.Bytes(600, 5)]),
        new("ticket", Ticket),
        new("enrolment: request", random =>
        {
            byte[] request = new byte[EnrolmentRequest.Length];
            byte most = random.Byte();
            new EnrolmentRequest((byte)random.Next(most + 1), most).Write(request);
            return request;
        }),
        new("enrolment: refusal", random => AllocationMakers.Write(to =>
            new EnrolmentRefusal(random.Defined<CloseReason>(), random.Byte(), random.Byte(), random.Text(EnrolmentRefusal.MaxTextLength)).Write(to))),
        new("enrolment: configuration", Configuration),
        new("enrolment: confirm", random => EnrolmentCodec.WriteConfirm(random.Address(), random.Number())),
        new("enrolment: done", random => EnrolmentCodec.WriteDone(random.Address())),
        new("link state", random => LinkState(random).ToByteArray()),
        new("directory", random => Directory(random).ToByteArray()),
    ];

    private static byte[] Ticket(SeededRandom random)
    {
        UdpEndpoint[] places =
        [
            .. Enumerable.Range(0, 1 + random.Next(Security.Tickets.Ticket.MaxPlaces))
                .Select(i => random.Coin() ? UdpEndpoint.FromIPv4(random.UInt(), (ushort)(1 + i)) : new UdpEndpoint(((UInt128)0x20010DB8 << 96) | random.UInt(), (ushort)(1 + i))),
        ];
        var ticket = new Ticket(
            random.Name(), places, new RootsFingerprint(random.NextUInt64()), random.UInt(), random.Bytes(TicketSecret.Length, TicketSecret.Length),
            DateTimeOffset.FromUnixTimeSeconds(random.UInt()));
        return random.Coin() ? ticket.Write() : System.Text.Encoding.Latin1.GetBytes(ticket.ToString());
    }

    public static byte[] Configuration(SeededRandom random) => EnrolmentCodec.WriteConfiguration(
        new LayerParameters(random.Name(), 64 + random.Next(65_000), Duration.FromMilliseconds(1 + random.Next(600_000)))
        {
            Version = random.Byte(),
            AddressSize = 1 + random.Next(8),
            InitialTtl = (byte)(1 + random.Next(255)),
            HashAlgorithm = random.Defined<HashAlgorithmId>(),
            Routing = random.OneOf("link-state", "ecmp", "lfa", "", random.Text(60)),
            Directory = random.OneOf("dht", "one-hop", random.Text(60)),
            Addresses = random.OneOf("random", random.Text(60)),
            Congestion = random.OneOf("none", "delay", random.Text(60)),
            IsInsecure = random.Coin(),
        });

    public static LinkStateUpdate LinkState(SeededRandom random)
    {
        var update = new LinkStateUpdate { Sync = random.Coin() ? 0 : random.Number(), Synced = random.Coin() ? 0 : random.Number() };
        for (int i = random.Next(4); i > 0; i--)
        {
            var record = new LinkStateRecord
            {
                Origin = SmallAddress(random),
                Sequence = random.Number(),
                Lifetime = random.UInt(),
                Router = random.Coin(),
                Leaving = random.Next(8) == 0,
                Instance = random.Number(),
            };
            for (int links = random.Next(5); links > 0; links--)
            {
                record.Links.Add(new LinkRecord
                {
                    Neighbour = SmallAddress(random),
                    Cost = (uint)random.Number(17),
                    Video = random.Coin() ? 0 : (uint)random.Number(17),
                    Voice = random.Coin() ? 0 : (uint)random.Number(17),
                });
            }

            update.Records.Add(record);
        }

        for (int i = random.Next(3); i > 0; i--)
        {
            var summary = new LinkStateSummary { First = random.Number(), Last = random.Number(), Answer = random.Coin() };
            for (int origins = random.Next(6); origins > 0; origins--)
            {
                summary.Origins.Add(SmallAddress(random));
                summary.Sequences.Add(random.Number());
                summary.Marks.Add(random.UInt());
            }

            update.Summaries.Add(summary);
        }

        return update;
    }

    public static DirectoryMessage Directory(SeededRandom random)
    {
        var message = new DirectoryMessage { Sender = random.Positive(), Cookie = random.Number() };
        switch (random.Next(6))
        {
            case 0:
                message.Store = new StoreEntry
                {
                    Hash = Hash(random),
                    Sequence = random.Number(),
                    Lifetime = random.UInt(),
                    Withdrawn = random.Next(4) == 0,
                    Member = random.Coin() ? 0 : SmallAddress(random),
                    Proof = ByteString.CopyFrom(random.Bytes(DirectoryCodec.MaxProofLength)),
                };
                break;
            case 1:
                message.Stored = new StoreAcknowledgement { Sequence = random.Number(), Refused = random.Coin() };
                break;
            case 2:
                message.Find = new FindEntries { Hash = Hash(random) };
                break;
            case 3:
                message.Found = new FoundEntries { Hash = Hash(random), Unsettled = random.Coin() };
                message.Found.Addresses.Add(Members(random, DirectoryCodec.MaxAddresses));
                message.Found.Closer.Add(Members(random, DirectoryCodec.MaxCloser));
                for (int i = random.Next(3); i > 0; i--)
                {
                    message.Found.Proofs.Add(new ServerProof { Member = random.Positive(), Proof = ByteString.CopyFrom(random.Bytes(100, 1)) });
                }

                break;
            case 4:
                message.FindMembers = new FindMembers { Key = random.Number() };
                break;
            default:
                message.FoundMembers = new FoundMembers();
                message.FoundMembers.Closer.Add(Members(random, DirectoryCodec.MaxCloser));
                break;
        }

        return message;
    }

    private static ConnectionHello Hello(SeededRandom random)
    {
        byte most = random.Byte();
        return new(
            random.Defined<ConnectionComponent>(),
            new(random.OneOf("lamina.link-state", "lamina.data-transfer", random.Text(64, 1)), (byte)random.Next(most + 1), most),
            random.Number(),
            new Address(random.Number()),
            random.Coin() ? default : random.Hash(),
            random.Text(64));
    }

    private static ulong SmallAddress(SeededRandom random) => random.Coin() ? 1 + (ulong)random.Next(6) : random.Positive();

    private static ByteString Hash(SeededRandom random) => DirectoryCodec.ToBytes(random.Hash());

    private static ulong[] Members(SeededRandom random, int most) => [.. Enumerable.Range(0, random.Next(most + 1)).Select(_ => SmallAddress(random))];
}
